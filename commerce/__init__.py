"""Catalogs: Adobe Commerce, or a file."""
