"""Render messages from what is true at the moment they are sent."""
