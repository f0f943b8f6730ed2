"""The domain: types and pure decisions, with the standard library only."""
