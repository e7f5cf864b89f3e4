"""What changes in visits. Whoever calls is asked at the appointment's place; nothing that was sent is ever thrown away."""
