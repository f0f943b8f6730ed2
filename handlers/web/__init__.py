"""Pages and OAuth endpoints for browsers."""
