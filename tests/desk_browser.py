"""A person with a browser in front of a page of the desk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chromium import IN_BROWSER, chromium
from tests.visitor import Visitor


def needs_browser(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that drives Chromium."""
    for mark in IN_BROWSER:
        test = mark(test)
    return test


class DeskVisitor(Visitor):
    """Chooses and uploads too."""

    def text(self, selector: str) -> str:
        """The visible text of the first match; empty where there is none."""
        script = "return document.querySelector(arguments[0])?.innerText ?? ''"
        return str(self.driver.execute_script(script, selector)).strip()

    def count(self, selector: str) -> int:
        """How many matches there are."""
        return int(self.driver.execute_script("return document.querySelectorAll(arguments[0]).length", selector))

    def choose(self, name: str, words: str) -> None:
        """Choose what begins with these words in a list, as one does with the keyboard; what is listed later is found by typing again."""
        box = self.driver.find_element("css selector", f"#{name} input")

        def offered() -> bool:
            box.clear()
            box.send_keys(words)
            return words in self.text("ul[role=listbox] li")

        def taken() -> bool:
            self.wait_for(offered, words)
            box.send_keys("\ue007")
            # Gradio takes the choice a while after the key came, and only then leaves the list; the words in it are those that were typed
            left = "return arguments[0] !== document.activeElement"
            self.wait_for(lambda: self.js(left, box), f"the end of choosing {words}")
            return bool(box.get_attribute("value") == words)

        self.wait_for(taken, f"{words}, chosen")

    def send(self, path: Path) -> None:
        """Choose a file to upload."""
        script = "return Boolean(document.getElementById('wc-files'))"
        self.wait_for(lambda: self.driver.execute_script(script), "the place for uploads")
        self.driver.find_element("css selector", "#wc-files").send_keys(str(path))

    def narrow(self, width: int) -> None:
        """Look at the page at this width."""
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.driver.execute_script(script))


@contextmanager
def desk_visitor(address: str) -> Iterator[DeskVisitor]:
    """A browser that shows an address until the block ends."""
    with TemporaryDirectory() as profile, chromium(Path(profile)) as driver:
        driver.get(address)
        yield DeskVisitor(driver, address)
