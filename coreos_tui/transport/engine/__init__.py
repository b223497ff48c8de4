"""The client of one Docker-compatible engine, whatever way its socket is reached."""
