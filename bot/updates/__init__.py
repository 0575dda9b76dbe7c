"""Who wants to know? Subscriptions, what fires, and delivery that loses and repeats nothing."""
