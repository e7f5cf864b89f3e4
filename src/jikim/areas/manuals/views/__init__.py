"""Pages of manuals: who, what, one call, where next."""
