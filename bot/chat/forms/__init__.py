"""How is something subscribed, and seen to? The guided form, the list, and what they may do."""
