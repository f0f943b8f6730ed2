"""What people see: pure functions from what we know to Block Kit and HTML."""
