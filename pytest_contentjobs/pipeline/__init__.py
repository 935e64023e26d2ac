"""Joins all stages from a request to a judged run, for the plugin and the command line."""
