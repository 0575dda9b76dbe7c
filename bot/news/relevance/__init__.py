"""Is it about the company? What a text that names it says of it, and why it is shown or dropped."""
