"""``make screenshots``: the pages as README shows them, taken in headless Chromium from a server over the repository's own plans."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from selenium.webdriver.support.wait import WebDriverWait

from index.snapshot import open_index
from settings import load_settings
from tests.chromium import chromium
from tests.running_server import HOME, running

WIDTH, HEIGHT = 1280, 800
WAIT = 60.0
SETTLED = 1.0
"""Seconds for what moves into place."""


def pages(index: Path) -> dict[str, tuple[str, str]]:
    """Name of the picture -> (address, what is there once it can be taken), for the plans that the index holds."""
    plan = open_index(index).plans[-1]
    goals = next(c for c in open_index(index).clauses(plan.id) if "目标" in c.title)
    asked = quote("各市单位地区生产总值能耗降多少？")
    return {
        "ask": (f"/?q={asked}", ".wc-answer:not([aria-busy]) .wc-mark"),
        "targets": ("/targets", "main table td"),
        "duties": ("/duties", "main table td"),
        "plans": (f"/plans?plan={quote(plan.id)}#{quote(goals.id)}", "main mark, main article"),
    }


def main() -> None:
    """Take them into docs/."""
    index = load_settings().index_dir
    with (
        TemporaryDirectory() as profile,
        running("app.py", "serve", "--port", "0", "--index", str(index)) as address,
        chromium(Path(profile)) as driver,
    ):
        sized = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", sized)
        for name, (path, there) in pages(Path(index)).items():
            driver.get(address + path)
            WebDriverWait(driver, WAIT).until(lambda shown, there=there: shown.find_elements("css selector", there))
            time.sleep(SETTLED)
            driver.save_screenshot(str(HOME / "docs" / f"screenshot-{name}.png"))


if __name__ == "__main__":
    main()
