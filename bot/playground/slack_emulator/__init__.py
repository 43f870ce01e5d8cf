"""A strict Slack workspace on loopback: Web API, Socket Mode and the people's Slack apps."""
