"""Pages of people: sign-in, account, seats, invitations."""
