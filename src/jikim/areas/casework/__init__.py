"""Expert teams, case plans, private notes, outcomes."""
