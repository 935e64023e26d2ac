"""Read a job's log into entries: unpack, decode, and account for every line."""
