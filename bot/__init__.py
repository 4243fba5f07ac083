"""The shell: listens, reads the clock, calls the core, stores, shows."""
