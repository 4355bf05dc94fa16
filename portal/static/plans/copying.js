// Copying, and saying that it was done; where the browser forbids it the words are shown, to be copied by hand.
import { write } from "../clipboard.js";
import { el, fill } from "../dom.js";
import { words } from "./words.js";

const SECONDS = 6;
let timer = 0;

const toast = () => {
  let shown = document.getElementById("pl-toast");
  if (!shown) {
    shown = el("div", { id: "pl-toast", role: "status" });
    document.body.append(shown);
  }
  clearTimeout(timer);
  return shown;
};

const say = (text) => {
  const shown = toast();
  fill(shown, el("strong", {}, words.copied), el("span", {}, text));
  shown.classList.add("pl-shown");
  timer = setTimeout(() => shown.classList.remove("pl-shown"), SECONDS * 1000);
};

const offer = (text) => {
  const shown = toast();
  const field = el("textarea", { rows: "3", readonly: true, "aria-label": words.copyYourself }, text);
  const close = el("button", { type: "button", onclick: () => shown.classList.remove("pl-shown") }, words.close);
  fill(shown, el("span", {}, words.copyYourself), field, close);
  shown.classList.add("pl-shown");
  field.select();
};

export const copy = async (text) => ((await write(text)) ? say(text) : offer(text));
