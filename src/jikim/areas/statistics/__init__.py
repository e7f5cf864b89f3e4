"""Protected tables and their release register."""
