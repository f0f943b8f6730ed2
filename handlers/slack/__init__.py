"""Slash commands, forms and buttons."""
