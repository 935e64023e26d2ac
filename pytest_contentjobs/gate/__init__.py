"""Judges facts: pure functions."""
