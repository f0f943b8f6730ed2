"""`python -m bot` is `amazon-store-bot`."""

from bot.cli.main import main

main()
