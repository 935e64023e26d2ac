"""Complete what the log says of a problem: a stable identity, its place in the content package, links."""
