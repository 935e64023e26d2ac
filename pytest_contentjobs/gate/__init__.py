"""Decide what findings mean: pure functions."""
