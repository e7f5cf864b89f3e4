"""Assessments, findings and plans as pages, papers and other rooms read them. Never changes anything."""
