"""Public benchmarks over files of rows; each module measures one thing and knows one row format."""
