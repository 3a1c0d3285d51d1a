"""Answers -> pages. `view` words and rounds once; each renderer is thin and returns text. None of them plans."""
