"""What dispatch asks. Forms check shapes and never save."""
