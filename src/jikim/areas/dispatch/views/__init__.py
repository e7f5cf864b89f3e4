"""Dispatch's pages: who, what, one call, where next."""
