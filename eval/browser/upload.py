"""From a file dropped on 资料 to an answer that quotes it: uploaded, read, published and asked, with the clicks that a person makes."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from errors import WenceError
from eval.browser.site import running
from eval.run.child import HOME

_SECONDS = 120.0
_TEXT = "return document.querySelector(arguments[0])?.innerText ?? ''"
_DROP = """
const [name, bytes] = arguments;
const held = new DataTransfer();
held.items.add(new File([Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))], name));
document.querySelector(".wc-drop").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: held }));
"""
_QUOTED = "return [...document.querySelectorAll('.wc-card a')].some(a => new URL(a.href).searchParams.get('plan') === arguments[0])"


class UploadSlow(WenceError):
    """A step of an upload did not come about."""


@contextmanager
def served_with_desk(folder: Path, corpus: Path) -> Iterator[str]:
    """A server over a copy of a corpus, whose page for documents is on; everything it writes lies in ``folder``."""
    shutil.copytree(corpus, folder / "plans")
    build = ["-m", "index", "build", "--corpus", str(folder / "plans"), "--index", str(folder / "index")]
    subprocess.run([sys.executable, *build], cwd=HOME, check=True, capture_output=True)  # noqa: S603  # our own command
    command = ["app.py", "serve", "--port", "0", "--index", str(folder / "index")]
    with running(command, WENCE_DESK_DOCUMENTS="true", WENCE_DESK_DIR=str(folder / "desk")) as address:
        yield address


def measure_upload(driver: Any, address: str, path: Path, question: str) -> float:
    """Milliseconds from the drop until an answer that quotes the file stands on the page.

    Raises:
        UploadSlow: a step did not come about in two minutes.
    """
    import base64

    driver.get(f"{address}/desk/documents/")
    _until(lambda: driver.execute_script("return Boolean(document.querySelector('.wc-drop'))"), "上传的地方")
    content = base64.b64encode(path.read_bytes()).decode("ascii")
    began = time.perf_counter()
    driver.execute_script(_DROP, path.name, content)
    _until(lambda: path.name in driver.execute_script(_TEXT, "#wc-waiting"), "待发布的文件")
    driver.execute_script("document.getElementById('wc-publish').click()")
    _until(lambda: "已发布为版本" in driver.execute_script(_TEXT, "#wc-told"), "发布完成")
    driver.get(f"{address}/")
    box = _until(lambda: driver.find_elements("css selector", "#wc-box"), "问题框")[0]
    _until(lambda: driver.execute_script(_TEXT, "#wc-scope strong"), "收录的方案")
    box.send_keys(question, "\ue007")
    _until(lambda: driver.execute_script(_QUOTED, path.stem), "引用这份文件的回答")
    return (time.perf_counter() - began) * 1000


def _until(seen: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        if found := seen():
            return found
        time.sleep(0.02)
    raise UploadSlow(f"没有等到{what}。请在浏览器里试一遍，看停在哪一步。")
