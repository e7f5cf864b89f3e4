"""The visit record, basic-status survey, offline kit."""
