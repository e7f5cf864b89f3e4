"""What campaigns' pages ask. Forms check shapes and never save."""
