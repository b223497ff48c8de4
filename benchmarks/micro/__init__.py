"""Parts of the program, timed alone by pytest-benchmark."""
