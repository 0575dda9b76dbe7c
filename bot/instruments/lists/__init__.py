"""Exchange lists and collections of instruments, told apart by their content."""
