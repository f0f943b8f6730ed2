"""What people may ask: in Slack, in a browser, and through SP-API's two authorization workflows."""
