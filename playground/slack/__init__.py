"""A local Slack, as strict as the real one from published facts."""

from playground.slack.local_slack import LocalSlack
from playground.slack.wire import SlackSays

__all__ = ["LocalSlack", "SlackSays"]
