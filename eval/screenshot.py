"""Makes the picture of a report for the documentation: `python -m eval.screenshot [REPORT.html]`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from eval.commands.harness import OUTPUT

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "report.png"
WIDTH, HEIGHT = 1280, 860


def main(arguments: list[str] | None = None) -> int:
    """Write docs/report.png from the report of the last run, or from the one that is named."""
    given = sys.argv[1:] if arguments is None else arguments
    report = Path(given[0]) if given else ROOT / OUTPUT / "report.html"
    if not report.is_file():
        raise SystemExit(f"{report} is missing; make it first: python -m eval run --gate")
    print(take(report, PICTURE))
    return 0


def take(report: Path, picture: Path) -> Path:
    """Write the top of the report as a person with a light desktop sees it."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Install Chromium first: the package chromium, or google-chrome on the PATH.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(report.resolve().as_uri())
        page.screenshot(path=picture)
        browser.close()
    return picture


if __name__ == "__main__":
    sys.exit(main())
