"""The way from a finding to its place in a local content package."""
