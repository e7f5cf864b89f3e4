"""What the pages of manuals ask for."""
