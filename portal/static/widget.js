// One script tag puts a chat bubble into any page: <script src="https://…/widget.js" data-language="zh" defer></script>
// data-theme: light, dark or auto · data-position: right or left · data-language: zh or en · data-plans: ids, separated by commas
// data-title: over the chat · data-open: true to begin open. The chat is a frame of our own page; nothing of this page is read.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || document.getElementById("wence-widget")) return;
  const base = new URL(".", script.src);
  const { theme = "auto", position = "right", language = "zh", plans = "", title, open = "" } = script.dataset;
  const english = language.startsWith("en");
  const words = english
    ? { title: "Ask the plans", open: "Ask the plans", close: "Close", wide: "Open in a new tab", loading: "Opening…" }
    : { title: "问策", open: "问方案", close: "关闭", wide: "在新标签页打开", loading: "正在打开……" };
  const blocked = english
    ? `The chat did not open. If the service is running, its administrator has to add ${location.origin} to WENCE_PORTAL_ORIGINS.`
    : `问答没有打开。服务若在运行，请管理员把 ${location.origin} 加入设置 WENCE_PORTAL_ORIGINS。`;
  const WAIT = 3_000; // milliseconds after which a frame that has loaded and says nothing was not let in

  const style = `
    :host { all: initial; }
    * { box-sizing: border-box; font: 15px/1.5 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
    button { cursor: pointer; }
    .bubble { position: fixed; z-index: 2147483000; bottom: 20px; ${position === "left" ? "left" : "right"}: 20px; min-width: 56px;
      height: 56px; padding: 0 18px; border: 0; border-radius: 28px; background: #0f5c57; color: #fff; font-weight: 600;
      box-shadow: 0 4px 18px rgb(0 0 0 / 28%); }
    .bubble:hover { background: #0b4a46; }
    :focus-visible { outline: 3px solid #e0a100; outline-offset: 2px; }
    .panel { position: fixed; z-index: 2147483001; bottom: 88px; ${position === "left" ? "left" : "right"}: 20px; display: flex;
      flex-direction: column; width: min(420px, calc(100vw - 40px)); height: min(680px, calc(100vh - 108px)); overflow: hidden;
      border: 1px solid #c9c5b8; border-radius: 12px; background: #fff; color: #1c2826; box-shadow: 0 10px 40px rgb(0 0 0 / 30%); }
    .panel[hidden], .note[hidden] { display: none; }
    .head { display: flex; align-items: center; gap: 6px; padding: 6px 8px 6px 14px; background: #0f5c57; color: #fff; }
    .head h2 { flex: 1; margin: 0; overflow: hidden; font-weight: 600; text-overflow: ellipsis; white-space: nowrap; }
    .head a, .head button { display: grid; place-items: center; width: 36px; height: 36px; border: 0; border-radius: 6px;
      background: transparent; color: inherit; font-size: 18px; text-decoration: none; }
    .head a:hover, .head button:hover { background: rgb(255 255 255 / 18%); }
    .note { margin: 0; padding: 14px; }
    iframe { flex: 1; width: 100%; border: 0; background: transparent; }
    @media (max-width: 480px) {
      .panel { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; }
    }`;

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const address = (embedded) => {
    const query = new URLSearchParams({ lang: english ? "en" : "zh" });
    if (theme === "light" || theme === "dark") query.set("theme", theme);
    if (plans) query.set("plans", plans);
    if (embedded) query.set("embed", "1");
    return `${base}?${query}`;
  };

  const host = make("div", { id: "wence-widget" });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // a page whose policy forbids inline styles allows this one
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  const name = title || words.title;
  const bubble = make("button", { type: "button", class: "bubble", "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog" }, words.open);
  const close = make("button", { type: "button", "aria-label": words.close, title: words.close }, "×");
  const wide = make("a", { href: address(false), target: "_blank", rel: "noopener", "aria-label": words.wide, title: words.wide }, "↗");
  const note = make("p", { class: "note", role: "status" }, words.loading);
  const panel = make("section", { class: "panel", id: "panel", role: "dialog", "aria-label": name, hidden: "" }, make("div", { class: "head" }, make("h2", {}, name), wide, close), note);
  host.lang = english ? "en" : "zh-CN";
  root.append(bubble, panel);
  let frame = null;

  const begin = () => {
    frame = make("iframe", { title: name, src: address(true), allow: "clipboard-write", referrerpolicy: "origin" });
    frame.addEventListener("load", () => {
      setTimeout(() => {
        if (!note.hidden) note.textContent = blocked;
      }, WAIT);
    });
    panel.append(frame);
  };
  const show = () => {
    panel.hidden = false;
    bubble.setAttribute("aria-expanded", "true");
    if (!frame) begin();
    frame.focus();
    frame.contentWindow.postMessage({ wence: "focus" }, base.origin);
  };
  const hide = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    bubble.setAttribute("aria-expanded", "false");
    bubble.focus();
  };
  bubble.addEventListener("click", () => (panel.hidden ? show() : hide()));
  close.addEventListener("click", hide);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== base.origin) return;
    if (event.data?.wence === "ready") {
      note.hidden = true;
      if (!panel.hidden && root.activeElement === frame) frame.contentWindow.postMessage({ wence: "focus" }, base.origin);
    }
    if (event.data?.wence === "close") hide();
  });
  const put = () => {
    document.body.append(host);
    if (open === "true") show();
  };
  if (document.body) put();
  else addEventListener("DOMContentLoaded", put);
})();
