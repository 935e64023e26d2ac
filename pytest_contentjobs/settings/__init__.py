"""The settings of a run: options, environment, ini file. Empty, since every run of pytest imports the options."""
