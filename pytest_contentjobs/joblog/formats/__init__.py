"""One log format a file, behind one Protocol."""
