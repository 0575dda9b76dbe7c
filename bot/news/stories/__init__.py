"""From articles to stories: about whom, how old, copied, the same event, told in few true words."""
