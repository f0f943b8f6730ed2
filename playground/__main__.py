"""`make demo`: a local Slack, a local Amazon, and the real bot between them."""

import asyncio
import sys

from playground.bot_process import BotFailed
from playground.demo import demo


def main() -> int:
    """Run the demo; 1 where the bot failed."""
    try:
        asyncio.run(demo())
    except BotFailed as fault:
        sys.stderr.write(f"\n  {fault}\n\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
