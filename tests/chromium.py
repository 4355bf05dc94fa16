"""Which tests drive Chromium, and with what."""

import pytest

from eval.browser.window import CHROMIUM, DRIVER, LACKING, chromium

__all__ = ["CHROMIUM", "DRIVER", "IN_BROWSER", "LACKING", "chromium"]

IN_BROWSER = [pytest.mark.browser, pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=LACKING)]
"""The marks of a test, or of a file of them, that drives Chromium."""
