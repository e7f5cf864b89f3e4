"""Jikim (지킴): a national visiting programme that protects the health of people who serve customers."""
