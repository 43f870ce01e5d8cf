"""Meeting providers: Zoom and Google Meet through their plain HTTP APIs, behind the port of the core."""
