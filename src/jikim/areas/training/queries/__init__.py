"""What is asked of training: sessions, decks, results as groups, the yearly log, public sessions."""
