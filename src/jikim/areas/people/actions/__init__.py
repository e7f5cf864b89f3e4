"""What changes in people: seats, invitations, accounts, links. Each asks may() and writes the record."""
