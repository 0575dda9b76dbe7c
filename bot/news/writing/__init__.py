"""May a language model say it in fewer words? Only what the sources say, or nothing of it."""
