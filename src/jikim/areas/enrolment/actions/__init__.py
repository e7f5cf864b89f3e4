"""What can be done in enrolment: every change of a season, an import, a decision, a lottery."""
