"""Starts the process and joins the parts."""
