"""Wait for a job: the only part that speaks HTTP to the service."""
