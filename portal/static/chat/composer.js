// The box to ask in: it grows to six lines, Enter sends, and while an answer is in the making it can be stopped.
import { el, fill } from "../dom.js";
import { words } from "./words.js";

const LINES = 6;
/** Characters the box takes; above any limit for questions, so that the service's own message is seen. */
const TYPED = 40_000;

/** The composer. `told`: what to call on `send(question)`, `stop()`, `scope()`, `last()` (to edit the last question), `typed()`. */
export const makeComposer = (told) => {
  const box = el("textarea", {
    id: "wc-box", rows: "1", maxlength: TYPED, placeholder: words.placeholder, "aria-label": words.question, enterkeyhint: "send",
  });
  const send = el("button", { type: "submit", id: "wc-send", class: "wc-primary" }, words.send);
  const stop = el("button", { type: "button", id: "wc-stop", hidden: true, onclick: () => told.stop() }, words.stop);
  const scope = el("button", { type: "button", id: "wc-scope", class: "wc-quiet", onclick: () => told.scope() });
  const strip = el("p", { class: "wc-editing", hidden: true });
  const row = el("div", { class: "wc-composer-row" }, scope, send, stop);
  const form = el("form", { class: "wc-composer", "aria-label": words.send }, strip, box, row);
  let busy = false;

  const grow = () => {
    box.style.height = "auto";
    const line = parseFloat(getComputedStyle(box).lineHeight) || 24;
    const frame = box.offsetHeight - box.clientHeight;
    box.style.height = `${Math.min(box.scrollHeight + frame, line * LINES + 18)}px`;
  };
  const submit = () => {
    const question = box.value.trim();
    if (!question || busy) return;
    told.send(question);
  };
  box.addEventListener("input", () => {
    grow();
    told.typed();
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // Enter belongs to the input method
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && !box.value) {
      event.preventDefault();
      told.last();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  return {
    form,
    focus: () => {
      box.focus({ preventScroll: true });
      box.setSelectionRange(box.value.length, box.value.length); // a dialog that closed gives the focus back without a caret
    },
    /** Put a text into the box. */
    put: (text) => {
      box.value = text;
      grow();
      told.typed();
    },
    /** What stands in the box. */
    text: () => box.value,
    /** Whether an answer is in the making. */
    working: (now) => {
      const focused = document.activeElement === send || document.activeElement === stop;
      busy = now;
      send.hidden = now;
      stop.hidden = !now;
      if (focused) box.focus({ preventScroll: true });
    },
    /** What the scope is called, and the places that the question names. */
    scoped: (name, named) => fill(scope, words.asked, el("strong", {}, name), named.length > 0 && el("span", { class: "wc-named" }, words.named(named))),
    /** Say that an earlier question is being changed, or no longer. */
    editing: (leave) => {
      strip.hidden = !leave;
      fill(strip, leave ? [words.editing, el("button", { type: "button", class: "wc-quiet", onclick: leave }, words.cancel)] : []);
    },
  };
};
