// A line above the box that says what happened, with a way to undo it; it has room of its own there, and goes by itself.
import { el } from "../dom.js";
import { words } from "./words.js";

const SECONDS = 8;
let shown = null;

/** Say it; with `undo` a button that calls it. */
export const toast = (text, undo) => {
  shown?.remove();
  const box = el("div", { class: "wc-toast", role: "status" }, el("span", {}, text));
  if (undo) {
    box.append(
      el("button", { type: "button", onclick: () => { box.remove(); undo(); } }, words.undo),
    );
  }
  document.querySelector(".wc-room > .wc-composer").prepend(box);
  shown = box;
  const leave = () => (box.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : box.remove());
  setTimeout(leave, SECONDS * 1000);
};
