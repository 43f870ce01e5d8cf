"""The promises of the README, each against whatever may happen."""
