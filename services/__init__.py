"""What we do: one module for each family of verbs. A public verb is one transaction."""
