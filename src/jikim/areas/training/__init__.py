"""Courses, sessions, attendance, quizzes, certificates."""
