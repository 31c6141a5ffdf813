"""The recipe that trains the reader, the only place with torch; see `python -m models.training --help`."""
