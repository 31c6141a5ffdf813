"""How fast articles come in and are found on this machine, in what memory, and how llama-index compares."""
