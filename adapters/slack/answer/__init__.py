"""How a reply reaches the person: one file for each surface on which somebody can act."""
