"""Questions about enrolment. Each returns frozen dataclasses and shows only what the actor's seats reach."""
