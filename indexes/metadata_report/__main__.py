"""`python -m indexes.metadata_report` prints how much of what pages say of themselves is found."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from indexes.errors import ReadError
from indexes.metadata_report.measuring import MetadataReport, measure


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m indexes.metadata_report", description=measure.__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--wrong", action="store_true", help="print what is not as it should be")
    options = parser.parse_args(arguments)
    try:
        report = measure()
    except ReadError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if options.json:
        fields: dict[str, Any] = {name: getattr(report, name) for name in MetadataReport.__slots__}
        print(json.dumps(fields, ensure_ascii=False, indent=2))
        return 0
    print(f"{report.pages} pages\n\n| field | precision | recall | pages that give it |\n|---|---|---|---|")
    for field, figures in report.fields.items():
        print(f"| {field} | {figures['precision']:.3f} | {figures['recall']:.3f} | {figures['pages']:.0f} |")
    name, lowest = report.lowest_text_f1
    print(f"\ntext F1 {report.text_f1:.3f} (lowest {lowest:.3f}: {name})")
    print(f"pages that are no articles: {report.refused} of {report.not_articles} refused")
    print("\nThe pages are made, and the finder was mended on them: on pages of the web expect less.")
    for name, field, found, true in report.wrong if options.wrong else ():
        print(f"{name}: {field} is {found!r}, not {true!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
