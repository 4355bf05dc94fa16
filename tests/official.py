"""Somebody at the page 指标对比."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.visitor import Visitor


class Official(Visitor):
    """A person at the page of comparisons."""

    def at(self, language: str = "zh", **query: str | Sequence[str]) -> "Official":
        """Open the page with a query, as a shared link does."""
        self.driver.get(f"{self.address}/targets?{urlencode({**query, 'lang': language}, doseq=True)}")
        self.see(".wt-counted, .wt-empty")
        return self

    def head(self) -> list[str]:
        return self.texts(".wt-table thead .wt-sort > span:first-child")[1:]

    def rows(self) -> dict[str, list[str]]:
        """The table as it is shown: indicator -> cells in the order of the columns."""
        script = (
            "return [...document.querySelectorAll('.wt-table tbody tr')].map(r => [r.querySelector('input').dataset.key,"
            " [...r.querySelectorAll('td')].map(c => c.innerText)])"
        )
        return {key.removeprefix("pick "): cells for key, cells in self.driver.execute_script(script)}

    def choose(self, name: str, value: str) -> None:
        """Set a control of the filters the way its user would."""
        script = (
            "const e = document.querySelector(`.wt-filters [name=${arguments[0]}]`); e.value = arguments[1];"
            "e.dispatchEvent(new Event(e.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));"
        )
        self.driver.execute_script(script, name, value)

    def choose_order(self, order: str) -> None:
        script = "const e = document.querySelector('[data-key=order]'); e.value = arguments[0]; e.dispatchEvent(new Event('change'))"
        self.driver.execute_script(script, order)

    def press(self, key: str) -> None:
        """Click the control that has this key."""
        script = "[...document.querySelectorAll('[data-key]')].find(e => e.dataset.key === arguments[0]).click()"
        self.driver.execute_script(script, key)

    def top(self, selector: str) -> int:
        """Pixels from the top of the page to the first match."""
        script = "return Math.round(document.querySelector(arguments[0]).getBoundingClientRect().top + scrollY)"
        return int(self.driver.execute_script(script, selector))

    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.driver.current_url).query, keep_blank_values=True)

    def drawn(self) -> list[dict[str, Any]]:
        """The charts on the page, once their canvases have colour: type, labels, values."""
        script = """
            const canvases = [...document.querySelectorAll('.wt-charts canvas')];
            if (!canvases.length || !window.Chart || !canvases.every((c) => Chart.getChart(c))) return null;
            return canvases.map((canvas) => {
              const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              const chart = Chart.getChart(canvas);
              const sets = chart.data.datasets.map((s) => ({name: s.label ?? '', data: [...s.data], colour: s.backgroundColor}));
              return {painted: data.some((value) => value), type: chart.config.type, labels: chart.data.labels ?? [], sets};
            });"""
        charts: list[dict[str, Any]] = self.wait_for(lambda: self.driver.execute_script(script), "the charts")
        assert all(chart["painted"] for chart in charts)
        return charts

    @contextmanager
    def width(self, pixels: int) -> Iterator[None]:
        metrics = {"width": pixels, "height": 860, "deviceScaleFactor": 1, "mobile": pixels < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
