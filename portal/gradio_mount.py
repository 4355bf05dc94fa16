"""How a Gradio page is mounted here: in our colours, without analytics, uploads, footer or API page, keeping nothing between two calls."""

import os
from typing import TYPE_CHECKING

from fastapi import FastAPI

if TYPE_CHECKING:
    from gradio import Blocks
    from gradio.routes import App

LOOK_SECONDS = 0.05
"""So often a queue of Gradio looks whether something waits in it: its own 0.001 costs an idle server 2 % of a core for each page of the desk."""


def keep_to_this_machine() -> None:
    """Gradio and the hub client read these once, when they are imported: call it before."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def mount_gradio(app: FastAPI, page: "Blocks", path: str) -> "App":
    """Serve a page at ``path``, which has no slash at its end; gives the app that Gradio made for it."""
    import gradio as gr
    from gradio.routes import App
    from starlette.routing import Mount

    from portal.turnstile import Turnstile
    from portal.unkept import keep_nothing

    sans = ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
    gr.mount_gradio_app(
        app,
        page,
        path=path,
        theme=gr.themes.Base(font=sans, font_mono=["monospace"], primary_hue="teal", neutral_hue="stone"),
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
    )
    mounts = (route for route in app.routes if isinstance(route, Mount) and isinstance(route.app, App))
    mounted = next(route.app for route in mounts if route.path == path)
    page._queue.sleep_when_free = LOOK_SECONDS
    page.has_launched = True  # only then does Gradio check, as the guard did before it, which files a call may name
    keep_nothing(page, mounted)
    app.add_middleware(Turnstile, mounted=mounted, desk=path)
    return mounted
