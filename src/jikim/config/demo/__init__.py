"""The model season: made-up workplaces, agencies and answers, entered through the same doors a user takes."""

from jikim.config.demo.build import build_model_season

__all__ = ["build_model_season"]
