"""One module for each kind of source; `indexes.sources` chooses among them by file name."""
