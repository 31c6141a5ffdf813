"""Pages made in the shapes that sites use, and how much of their metadata is found on them."""
