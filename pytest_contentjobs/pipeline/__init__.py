"""One way from a request to a judged run, shared by the plugin and the command line."""
