"""`python -m bot` is `amazon-store-bot`."""

from bot.command_line import main

main()
