"""What people and Amazon ask over the web."""
