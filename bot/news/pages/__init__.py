"""From a page to its text: opened politely, read in a worker process."""
