"""Lessons and quizzes: what a lecturer shows and what a student is asked, all of it made from the atlas."""
