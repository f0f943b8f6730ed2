"""What people may ask: in Slack, in a browser, and through Amazon's doors."""
