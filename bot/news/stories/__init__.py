"""From articles to stories: how old, copied, the same event, told in few true words."""
