"""What we remember: tables, queries, encryption, migrations."""
