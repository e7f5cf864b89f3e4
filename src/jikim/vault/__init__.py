"""Workers' answers, without a link to a person. Only surveys writes; nobody else ever receives a row."""
