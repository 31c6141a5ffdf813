"""`python -m indexes.benchmark.memory COUNT`: the peak memory of adding so many articles, as JSON."""

from __future__ import annotations

import json
import sys

from indexes.benchmark.measuring import peak_memory

if __name__ == "__main__":
    print(json.dumps(peak_memory(int(sys.argv[1]))))
