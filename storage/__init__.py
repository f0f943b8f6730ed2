"""Persistence: tables, queries, encryption, migrations."""
