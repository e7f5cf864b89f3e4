"""What is done with manuals: numbered, made, handed out, their content changed by two people."""
