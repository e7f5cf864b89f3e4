"""A form page of Wagtail, for the benchmark only."""
