"""Standards and rules as plain Python: no framework, no I/O, no clock, no global state."""
