// A button that opens a short list of things to do.
import { el } from "../dom.js";

/** The button with its list; `items` are [words, action]. */
export const menu = (label, items, attributes = {}) => {
  const list = el("div", { class: "wc-menu-list", role: "menu", hidden: true });
  const button = el(
    "button",
    { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...attributes },
    label,
  );
  const outside = (event) => box.contains(event.target) || close();
  const close = (back = false) => {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    if (back) button.focus();
  };
  const open = () => {
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside);
    list.classList.toggle("wc-up", button.getBoundingClientRect().bottom + list.offsetHeight > innerHeight - 90);
    list.firstElementChild.focus();
  };
  button.addEventListener("click", () => (list.hidden ? open() : close()));
  for (const [text, act] of items) {
    list.append(
      el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => { close(true); act(); } }, text),
    );
  }
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const all = [...list.children];
      all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    } else if (event.key === "Escape") close(true);
    else if (event.key === "Tab") close();
    else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  });
  const box = el("span", { class: "wc-menu" }, button, list);
  return box;
};
