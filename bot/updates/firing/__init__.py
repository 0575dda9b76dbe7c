"""Does it fire? Pure: readings and times in, what is due out."""
