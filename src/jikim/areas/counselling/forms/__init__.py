"""Forms of counselling: they ask and check shapes."""
