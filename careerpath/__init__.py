"""Proved, timed, explained plans for careers in the back office."""

__version__ = "0.1.0"
