"""Stand-ins to try and test the bot against: a local Slack, a local Amazon."""
