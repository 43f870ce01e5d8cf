"""Reading and reckoning time: typed times, zones, weekly hours, open slots; zone data is read from files."""
