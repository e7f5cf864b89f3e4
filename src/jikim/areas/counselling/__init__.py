"""A worker's own request to be called, the counsellor's desk, and the steps when somebody is in danger."""
