"""The page: a channel in the browser, drawn by its own small JavaScript modules."""
