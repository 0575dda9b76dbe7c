"""What does a person want to hear of? Words to subscriptions, and what becomes of these."""
