"""Language models' servers on this machine: a real small one, and one that follows a script."""
