"""What `python -m eval` can do; each module adds its commands to the parser."""
