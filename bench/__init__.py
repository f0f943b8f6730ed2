"""Measures what the design promises: real processes, real HTTP, loopback only."""
