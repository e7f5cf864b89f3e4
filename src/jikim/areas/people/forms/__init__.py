"""What people are asked when they sign in, join, invite. Check shapes; never save."""
