"""What other rooms may ask of people."""
