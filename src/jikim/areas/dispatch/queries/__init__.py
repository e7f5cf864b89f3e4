"""Questions about dispatch. Each returns frozen dataclasses and shows only what the actor's seats reach."""
