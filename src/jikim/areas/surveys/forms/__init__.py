"""Forms of surveys: they ask and check shapes, and never save."""
