"""Call, entries, blind judging, finals, awards."""
