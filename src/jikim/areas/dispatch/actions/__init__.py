"""What can be done in dispatch: every change of an agency, a consultant, a declared conflict or the plan."""
