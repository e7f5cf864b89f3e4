"""The visit record, basic-status survey, offline kit; review, tariff and settlement."""
