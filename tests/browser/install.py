"""Find a browser for the tests, and fetch one where there is none: `python -m tests.browser.install`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell"),
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"),
)
"""The shells without a window come first: of ten others, each draws its tabs and its address bar as well."""
MISSING = (
    "The browser tests need Chromium or Chrome, and none was found or could be fetched. Install one so that "
    "`chromium` or `google-chrome` is on the PATH, or run `python -m playwright install chromium` with a network."
)


def find_browser() -> Path | None:
    """The Chromium or Chrome on the PATH, else the one that Playwright has fetched, else None."""
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return Path(on_path) if on_path else _playwright_browser()


def _playwright_browser() -> Path | None:
    """Where Playwright's own Chromium lies; only Playwright knows, and it takes a second to ask."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def install_browser() -> None:
    """Fetch a browser: Playwright's own, else Debian's package where this user may install it."""
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        attempts += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium-headless-shell"]]
        attempts += [["apt-get", "install", "-y", "-qq", "chromium"]]
    for attempt in attempts:
        subprocess.run(attempt, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if find_browser():
            return


def main() -> int:
    """Say nothing where there is a browser; else fetch one, or fail with one sentence."""
    if find_browser():
        return 0
    print("Fetching a browser for the tests (once) …", file=sys.stderr)
    install_browser()
    if find_browser():
        return 0
    print(MISSING, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
