// 核对: a draft is pasted, and every figure in it is held against the plans.
import { el, fill } from "../dom.js";
import { fetchJson, load } from "../fetching.js";
import { KINDS, draftOf } from "../check/opening.js";
import { makeChooser } from "../check/chooser.js";
import { makeResult } from "../check/result.js";
import { keepDraft, keptDraft, readAddress, writeAddress } from "../check/state.js";
import { MOST, words } from "../check/words.js";

const main = document.getElementById("main");
document.title = `${words.title} · 问策`;

const makeForm = (cards) => {
  if (!cards.length) return el("p", { class: "ck-empty" }, words.noPlans);
  const known = new Set(cards.map(({ id }) => id));
  const state = readAddress();
  state.plans = state.plans.filter((id) => known.has(id));
  const [count, said, stale, place] = [el("span", { class: "wc-note" }), el("p", { class: "ck-said", role: "alert" }), el("p", { class: "ck-stale", role: "status" }), el("div")];
  let checked = null;

  const told = () => writeAddress(state);
  const size = () => [...box.value].length;
  const typed = () => {
    fill(count, words.length(size(), MOST));
    fill(said);
    fill(stale, checked !== null && box.value !== checked ? words.changed : "");
  };
  const check = (event) => {
    event?.preventDefault();
    const text = box.value;
    if (!text.trim()) {
      fill(said, words.empty);
      return box.focus();
    }
    if (size() > MOST) return fill(said, words.tooLong(MOST));
    checked = text;
    typed();
    keepDraft(text);
    const sent = { text, plans: state.plans };
    const asked = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(sent) };
    return load(place, () => fetchJson("./api/check", asked), (reply) => makeResult(reply, sent, state, told));
  };
  const clear = () => {
    box.value = "";
    checked = null;
    keepDraft("");
    fill(place);
    typed();
    box.focus();
  };
  const open = async (file) => {
    if (!file) return;
    const text = await draftOf(file);
    if (text === null) return void fill(said, words.notText(file.name));
    box.value = text;
    typed();
  };
  const opened = (event) => {
    open(event.target.files[0]);
    event.target.value = "";
  };
  const dropped = (event) => {
    if (!event.dataTransfer.files.length) return; // words that are dropped go where they always do
    event.preventDefault();
    open(event.dataTransfer.files[0]);
  };
  const box = el("textarea", { id: "ck-draft", rows: "9", placeholder: words.placeholder, oninput: typed, ondrop: dropped, spellcheck: "false" });
  const file = el("input", { type: "file", accept: KINDS, class: "wc-unseen", tabindex: "-1", "aria-hidden": "true", onchange: opened });
  const chooser = makeChooser(cards, state.plans, (plans) => {
    state.plans = plans;
    told();
  });
  box.value = keptDraft();
  typed();
  const element = el("form", { class: "ck-form", onsubmit: check },
    el("div", { class: "ck-label" }, el("label", { for: "ck-draft" }, words.draft), count),
    box, chooser,
    el("div", { class: "ck-buttons" },
      el("button", { type: "submit", class: "wc-primary" }, words.check),
      el("button", { type: "button", onclick: () => file.click() }, words.open), file,
      el("button", { type: "button", onclick: clear }, words.clear)),
    said, stale);
  if (box.value) check();
  return el("div", {}, element, place);
};

const place = el("div");
fill(main, el("h1", {}, words.title), el("p", { class: "wc-note ck-lead" }, words.lead), place);
main.removeAttribute("aria-busy");
load(place, () => fetchJson("./api/plans"), makeForm);
