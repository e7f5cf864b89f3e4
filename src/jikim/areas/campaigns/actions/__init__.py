"""What happens in campaigns."""
