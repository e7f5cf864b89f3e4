"""What statistics does: protect, release, and make the employer's report. The only door from the vault's sums."""
