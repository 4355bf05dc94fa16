"""The page of the interface in Chromium: laid out from our own description, with nothing from elsewhere."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.accessibility import OF_COLOURS, faults_of
from tests.chromium import IN_BROWSER
from tests.scripted_assistant import ScriptedAssistant
from tests.thread_server import serving
from tests.visitor import Visitor, resized

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(ScriptedAssistant()) as address:
        yield address


@pytest.fixture
def reader(driver: Any, address: str) -> Visitor:
    driver.get(f"{address}/docs?lang=zh#busy")
    (visitor := Visitor(driver, address)).see(".dc-operation")
    return visitor


def test_every_operation_and_every_code_stands_on_the_page_and_nothing_is_loaded_from_elsewhere(
    reader: Visitor, address: str
) -> None:
    document = httpx.get(f"{address}/api/openapi.json", trust_env=False, timeout=None).json()
    described = {f"{m.upper()} {path}" for path, methods in document["paths"].items() for m in methods}
    assert {" ".join(text.split()) for text in reader.texts(".dc-operation h3")} == described and len(described) > 20
    assert set(reader.texts("#problems tbody th")) == set(document["x-problems"])
    assert reader.outside_requests() == [] and reader.complaints() == []


def test_the_address_of_a_problem_leads_to_its_code(reader: Visitor) -> None:
    top = "return document.getElementById('busy').getBoundingClientRect().top"
    reader.wait_for(lambda: 0 < reader.js(top) < 800, "the code in view")


@pytest.mark.parametrize(
    ("lang", "title", "seen"),
    [("en", "API", OF_COLOURS), pytest.param("zh", "接口", (), marks=pytest.mark.prove, id="zh")],
    ids=["en", "zh"],
)
def test_it_fits_a_phone_and_is_accessible_in_both_languages(
    reader: Visitor, address: str, lang: str, title: str, seen: tuple[str, ...]
) -> None:
    resized(reader, 400)
    reader.driver.get(f"{address}/docs?lang={lang}")
    reader.see(".dc-operation")
    assert reader.texts("h1") == [title]
    assert reader.js("return document.documentElement.scrollWidth") <= 400
    assert faults_of(reader.driver, without=seen) == []
    resized(reader, 1280)
