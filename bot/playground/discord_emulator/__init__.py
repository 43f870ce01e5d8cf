"""A strict Discord on loopback: REST v10, the Gateway and the people's Discord apps."""
