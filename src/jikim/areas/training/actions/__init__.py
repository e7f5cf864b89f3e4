"""What is done with training: planned, given, answered without names, proved, announced, forgotten."""
