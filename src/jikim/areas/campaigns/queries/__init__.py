"""What campaigns' pages show."""
