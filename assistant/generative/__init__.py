"""The writer that has a language model write, and checks every sentence of it."""
