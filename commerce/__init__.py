"""Whom we ask about the catalog: Adobe Commerce, or a file."""
