"""What a message shows, made from what is true at the moment it is sent."""
