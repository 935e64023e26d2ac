"""Fetch a job's log: from S3, over HTTPS or from a file, whole or not at all."""
