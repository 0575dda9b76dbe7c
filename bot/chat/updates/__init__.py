"""How posted updates look: what the courier delivers, and what a preview shows."""
