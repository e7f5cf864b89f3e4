"""What changes in counselling. A worker's acts by code write no audit row, no history, no task and no mail."""
