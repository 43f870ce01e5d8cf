"""How a reply reaches the person: the ways back, and which one fits the surface on which somebody acted."""
