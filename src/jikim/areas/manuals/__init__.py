"""Practice and self-protection manuals per workplace and occupation."""
