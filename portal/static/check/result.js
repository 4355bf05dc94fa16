// The result of a check: how many agree, the draft with its figures marked, and the table beside it.
import { announce, el, fill } from "../dom.js";
import { makeDownloads } from "./downloads.js";
import { makeDraft } from "./draft.js";
import { makeTable } from "./table.js";
import { words } from "./words.js";

const focusOn = (element) => {
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
};

/** `reply` is what `/api/check` gave for `sent`; `state.only` leaves out what agrees, and `changed` is told when that is switched. */
export const makeResult = (reply, sent, state, changed) => {
  const { rows, counts, plans } = reply;
  if (!rows.length) return el("p", { class: "ck-empty", role: "status" }, words.none);
  const place = el("div");
  const shown = () => (state.only ? rows.filter((row) => row.verdict !== "agrees") : rows);
  const open = (n) => {
    if (!document.getElementById(`ck-row-${n}`)) {
      box.checked = state.only = false;
      changed();
      draw();
    }
    focusOn(document.getElementById(`ck-row-${n}`));
  };
  const [draft, mark] = makeDraft(sent.text, rows, open);
  const draw = () => {
    const left = shown();
    fill(place, left.length ? makeTable(left, plans, (n) => focusOn(mark(n))) : el("p", { class: "ck-empty" }, words.noneLeft));
  };
  const switched = () => {
    state.only = box.checked;
    changed();
    draw();
  };
  const box = el("input", { type: "checkbox", checked: state.only, onchange: switched });
  draw();
  announce(words.counts(counts));
  return el("section", { class: "ck-result" },
    el("div", { class: "ck-over" },
      el("h2", { id: "ck-counts", tabindex: "-1" }, words.counts(counts)),
      el("label", { class: "ck-only" }, box, words.only), makeDownloads(sent)),
    el("div", { class: "ck-sides" }, draft, place));
};
