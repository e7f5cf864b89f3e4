"""The door through which records filled without a network come in. Knows no room: rooms register their form and merge."""
