"""Clients for Amazon: consent addresses, Login with Amazon, SP-API."""
