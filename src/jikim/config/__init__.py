"""Settings, addresses, the server and the jikim command. Knows everything; nothing knows it."""
