"""The model season: made-up workplaces, agencies and answers, entered through the same doors a user takes."""
