"""From a question to its answer: find, ask, show, edit, remember."""
