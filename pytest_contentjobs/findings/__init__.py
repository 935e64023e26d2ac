"""Complete a log's entries to findings: a stable identity, their place in the content package, and links."""
