// The help: what each page of the bar is for, and the keys.
import { el } from "../dom.js";
import { words } from "./help-words.js";

/** The pages that the bar leads to, each with what it is for. */
const pages = () =>
  [...document.querySelectorAll(".wc-bar nav a")].map((link) => {
    const name = new URL(link.href).pathname.replace(/\/$/, "").split("/").at(-1);
    return [el("dt", {}, el("a", { href: link.href }, link.textContent)), el("dd", {}, words.pages[name] ?? "")];
  });

export const showHelp = () => {
  const rows = words.keys.map(([key, does]) => el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, key)), el("td", {}, does)));
  const dialog = el("dialog", { class: "wc-dialog wc-help", "aria-label": words.help });
  dialog.append(
    el("h2", {}, words.help),
    el(
      "div",
      { class: "wc-help-body", tabindex: "0", role: "region", "aria-label": words.help },
      el("h3", {}, words.what),
      el("dl", {}, pages().flat()),
      el("p", { class: "wc-note" }, words.trust),
      el("h3", {}, words.keyboard),
      el("table", {}, el("tbody", {}, rows)),
    ),
    el("div", { class: "wc-dialog-foot" }, el("button", { type: "button", class: "wc-primary", onclick: () => dialog.close() }, words.close)),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

const types = (target) => target.closest("input, textarea, select, [contenteditable]");

/** `/` goes to the box, `?` opens the help, Esc stops; `told` has `focus` and `stop`. */
export const listenToKeys = (told) => {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") told.stop();
    if (types(event.target)) return;
    if (event.key === "/") told.focus();
    else if (event.key === "?") showHelp();
    else return;
    event.preventDefault();
  });
};
