"""Calendar files as calendars write them, and what is promised about reading them."""
