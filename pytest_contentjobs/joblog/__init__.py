"""Fetch a job's log and read it into findings with a stable identity."""
