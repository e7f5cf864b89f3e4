"""What enrolment asks. Forms check shapes and never save; the actions' reasons come back to their fields by `put_back`."""
