"""What we time, and how anyone can repeat it."""
