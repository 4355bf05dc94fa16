"""The chat at every width, in both languages, by keyboard and read aloud, and with a long conversation."""

import re

import pytest

from tests.accessibility import faults_of
from tests.chromium import IN_BROWSER
from tests.visitor import Visitor, sized

pytestmark = IN_BROWSER


@pytest.mark.parametrize("width", [400, *(pytest.param(wider, marks=pytest.mark.prove) for wider in (768, 1280))])
def test_the_chat_fits_its_window_and_has_no_serious_fault(scripted: Visitor, width: int) -> None:
    sized(scripted, width)
    scripted.ask("用柱状图看看")
    scripted.ask("两处")
    assert scripted.js("return document.documentElement.scrollWidth") <= width
    box = scripted.js("const b = document.querySelector('#wc-box').getBoundingClientRect(); return [b.right, b.bottom]")
    assert box[0] <= width and box[1] <= 860
    top = scripted.js("return [...document.querySelectorAll('.wc-turn')].at(-1).getBoundingClientRect().top")
    assert 48 <= top < 140  # the new question at the top, its answer below
    drawer = scripted.js("return document.querySelector('.wc-history').inert")
    assert drawer == (width < 1000)
    if drawer:
        scripted.click(".wc-side-button")
        scripted.wait_for(lambda: scripted.js("return document.activeElement.type") == "search", "the drawer")
        scripted.keys("\ue00c")
        assert scripted.js("return document.querySelector('.wc-history').inert")
    if width != 768:  # where its parts stand as at 400
        assert faults_of(scripted.driver) == []


@pytest.mark.prove
def test_the_chat_speaks_english_and_dark_without_a_serious_fault(scripted: Visitor) -> None:
    try:
        scripted.open("?lang=en")
        scripted.js("document.documentElement.dataset.theme = 'dark'")
        assert scripted.texts("#wc-send") == ["Ask"]
        scripted.ask("农业农村谁负责")
        scripted.click(".wc-checks summary")
        assert scripted.texts(".wc-status") == ["In part"]
        assert scripted.texts(".wc-actions > button") == ["Retry", "Edit", "Ask in another scope", "Useful", "Wrong"]
        assert scripted.js("return [document.documentElement.lang, document.querySelector('.wc-prose').lang]") == [
            "en",
            "zh-CN",
        ]
        assert scripted.texts(".wc-checks summary") == ["Source check"]
        scripted.js("document.activeElement.blur()")
        scripted.keys("?")
        assert scripted.see(".wc-help h2")[0].text == "Help"
        assert scripted.texts(".wc-help dt")[1] == "Targets" and "side by side" in scripted.texts(".wc-help dd")[1]
        scripted.keys("\ue00c")
        shown = scripted.js(
            "const c = document.querySelector('main').cloneNode(true);"
            "c.querySelectorAll('[lang=zh-CN], .wc-history-list, h1').forEach(e => e.remove()); return c.textContent"
        )
        assert re.findall(r"[\u4e00-\u9fff]+", shown) == []
        assert faults_of(scripted.driver) == []
    finally:
        scripted.js("localStorage.clear()")


def test_the_keyboard_reaches_the_box_and_the_help(scripted: Visitor) -> None:
    scripted.js("document.activeElement.blur()")
    scripted.keys("?")
    assert "提问" in scripted.see(".wc-help")[0].text
    links = {link.text: link.get_attribute("href") for link in scripted.all(".wc-help dt a")}
    assert links == {link.text: link.get_attribute("href") for link in scripted.all(".wc-bar nav a")}
    assert list(links)[:4] == ["问答", "指标对比", "责任分工", "方案阅读"]
    assert all(scripted.texts(".wc-help dd")) and "哪个单位牵头" in scripted.texts(".wc-help dd")[2]
    assert faults_of(scripted.driver) == []
    scripted.keys("\ue00c")
    scripted.wait_for(lambda: not scripted.all("dialog"), "the help closed")
    scripted.js("document.activeElement.blur()")
    scripted.keys("/")
    assert (scripted.js("return document.activeElement.id"), scripted.asked()) == ("wc-box", "")


def test_a_finished_answer_is_read_out_and_the_focus_stays_in_the_box(scripted: Visitor) -> None:
    scripted.ask("目标是多少")
    assert scripted.texts("#wc-live")[0].startswith("回答完成。有据。青屿市：到2025年比2020年下降13.5%")
    assert scripted.js("return document.activeElement.id") == "wc-box"


@pytest.mark.prove
def test_five_hundred_turns_open_and_grow_without_work_for_all_of_them(scripted: Visitor) -> None:
    scripted.ask("目标是多少")
    many = """
    const done = arguments[0];
    const open = indexedDB.open("wence", 1);
    open.onsuccess = () => {
      const id = new URL(location.href).searchParams.get("c");
      const store = open.result.transaction("turns", "readwrite").objectStore("turns");
      store.index("conversation").getAll(id).onsuccess = ({ target }) => {
        const [first] = target.result;
        for (let n = 2; n < 500; n += 1)
          store.put({ ...first, id: `t${n}`, at: n, answer: { ...first.answer, id: `m${n}` } });
        store.transaction.oncomplete = () => { open.result.close(); done(true); };
      };
    };
    """
    assert scripted.driver.execute_async_script(many)
    scripted.driver.refresh()
    scripted.wait_for(lambda: scripted.js("return document.querySelectorAll('.wc-turn').length") == 499, "all of them")
    scripted.wait_for(
        lambda: scripted.js("return document.querySelectorAll('.wc-turn .wc-actions').length") == 499, "drawn"
    )
    asked = scripted.js(
        "return performance.getEntriesByType('resource').filter(e => e.name.endsWith('citations')).length"
    )
    assert 0 < asked < 20  # what stands around quotes is fetched for what is in view
    scripted.js(
        "window.touched = 0; const all = [...document.querySelectorAll('.wc-turn')];"
        "new MutationObserver(list => { touched += list.filter(e => all.some(t => t.contains(e.target))).length })"
        ".observe(document.querySelector('.wc-talk'), {childList: true, subtree: true, attributes: true})"
    )
    scripted.ask("农业农村谁负责")
    assert len(scripted.all(".wc-turn")) == 500
    assert scripted.js("return window.touched") < 20  # the sources of those in view, once
