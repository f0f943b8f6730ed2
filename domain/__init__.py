"""What we know: the words of the trade, with the standard library only."""
