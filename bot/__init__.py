"""Starts the process and wires its parts."""
