"""Backup and restore: one file for both databases, the kept files and the audit heads; the same for SQLite and PostgreSQL."""
