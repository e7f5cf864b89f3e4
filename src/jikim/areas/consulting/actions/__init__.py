"""What happens to checklists and plans."""
