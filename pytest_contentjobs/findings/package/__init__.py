"""Find the place of a finding in a local content package."""
