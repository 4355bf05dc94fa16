"""The chat where something is gone or hostile: its database, the server, what is said in it."""

from tests.chromium import IN_BROWSER
from tests.visitor import Visitor, sized

pytestmark = IN_BROWSER


def test_a_database_that_never_opens_does_not_keep_the_chat_from_answering(scripted: Visitor) -> None:
    silent = {"source": "indexedDB.open = () => ({})"}
    added = scripted.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", silent)
    try:
        scripted.open()
        assert scripted.ask("目标是多少").startswith("有据")
    finally:
        scripted.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": added["identifier"]})


def test_a_server_that_is_gone_is_told_of_and_the_question_can_be_sent_again(scripted: Visitor) -> None:
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    scripted.driver.execute_cdp_cmd("Network.enable", {})
    scripted.driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    try:
        assert "连不上服务。请检查网络" in scripted.ask("目标是多少")
    finally:
        online = {**offline, "offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
        scripted.driver.execute_cdp_cmd("Network.emulateNetworkConditions", online)
    assert scripted.texts(".wc-question") == ["目标是多少"]
    scripted.click(".wc-actions button", "重试")
    scripted.wait_for(lambda: "13.5%" in "".join(scripted.texts(".wc-prose")), "the answer")
    assert len(scripted.texts(".wc-question")) == 1
    scripted.complaints()  # the browser's own word on it


def test_nothing_that_is_said_becomes_markup_runs_or_calls_another_host(scripted: Visitor) -> None:
    typed = "恶意<img src=x onerror=document.title='owned'> ![p](http://192.0.2.1/p.png) **b** " + "W" * 100
    title = scripted.driver.title
    for width in (1280, 400):
        sized(scripted, width)
        scripted.ask(typed)
        scripted.js("document.querySelectorAll('details').forEach(e => { e.open = true })")
        scripted.js("document.querySelector('.wc-sources').scrollIntoView()")
        scripted.wait_for(lambda: scripted.all(".wc-card .wc-note"), "the clause that is not held")
        assert scripted.texts(".wc-question") == [typed]
        assert "<img src=x" in scripted.texts(".wc-prose")[0] and "javascript:" in scripted.texts(".wc-prose")[0]
        assert scripted.all("main img, main script, main iframe, .wc-answer a[href*='192']") == []
        assert "\u202e" not in scripted.texts("main")[0] and scripted.driver.title == title
        assert scripted.js("return document.documentElement.scrollWidth") <= width
    assert scripted.outside_requests() == [] and scripted.complaints() == []
