"""What runs inside the viewer's tabs."""
