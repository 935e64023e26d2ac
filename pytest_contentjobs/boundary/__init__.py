"""Guards what comes in and goes out: secrets, control characters, files, streams."""
