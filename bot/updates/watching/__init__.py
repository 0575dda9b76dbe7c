"""What has happened to what somebody wants to hear of? Looks, and records what follows."""
