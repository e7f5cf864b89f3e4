"""The rooms, in the order a season runs. They meet only at each room's public module."""
