"""What Slack accepts as Block Kit: tables of its published limits and a small walker over them."""

from playground.slack.block_kit.surfaces import SURFACES, problems

__all__ = ["SURFACES", "problems"]
