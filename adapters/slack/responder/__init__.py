"""How a reply reaches the person: what can be done, and which of it fits the surface on which somebody acted."""
