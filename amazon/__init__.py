"""Whom we ask about sellers: consent addresses, Login with Amazon, SP-API."""
