"""Tests of manuals."""
