// The plans to compare: checkboxes, by province and with a search where there are many.
import { el } from "../dom.js";
import { byProvince } from "../grouping.js";
import { TOGETHER } from "../limits.js";
import { words } from "./words.js";

const FEW = 8;
/** Provinces that are put on the page in one frame: laying out hundreds of plans at once would hold it up. */
const A_FRAME = 3;

export const makeChooser = (cards, store) => {
  const boxes = new Map();
  const many = cards.length > FEW;
  const count = el("span", { class: "wt-count" });
  const chosen = () => cards.map(({ id }) => id).filter((id) => boxes.get(id).checked);
  const told = () => {
    const ids = chosen();
    const all = ids.length === cards.length && cards.length <= TOGETHER;
    store.set({ plans: all ? null : ids });
  };
  const tick = (ids, on) => {
    let left = TOGETHER - chosen().length;
    for (const id of ids) {
      const box = boxes.get(id);
      if (on && !box.checked && left-- <= 0) break;
      box.checked = on;
    }
    told();
  };
  const option = (card) => {
    const box = el("input", { type: "checkbox", value: card.id, onchange: told });
    boxes.set(card.id, box);
    const about = [card.title, card.number].filter(Boolean).join(" ");
    return el("label", { class: "wt-plan", title: about, dataset: { sought: `${card.region} ${about} ${card.province}` } },
      box, el("span", {}, el("b", {}, card.region || card.title), many && card.region ? el("small", {}, card.title) : null));
  };
  const button = (text, ids, on) => el("button", { type: "button", class: "wt-small", onclick: () => tick(ids, on) }, text);
  const ids = cards.map(({ id }) => id);
  const provinces = () => {
    return byProvince(cards, (card) => card.province).map(([province, inside]) =>
      el("fieldset", { class: "wt-province" },
        el("legend", {}, province || words.elsewhere, " ", inside.length > 1 ? button(words.all, inside.map(({ id }) => id), true) : null),
        el("div", { class: "wt-plans" }, inside.map(option))));
  };
  const sift = (event) => {
    const sought = event.target.value.trim().toLowerCase();
    for (const group of groups) {
      for (const label of group.querySelectorAll(".wt-plan")) label.hidden = !label.dataset.sought.toLowerCase().includes(sought);
      group.hidden = !group.querySelector(".wt-plan:not([hidden])");
    }
  };
  const groups = many ? provinces() : [];
  const listed = el("div", { class: "wt-provinces" });
  const list = (from) => {
    listed.append(...groups.slice(from, from + A_FRAME));
    if (from + A_FRAME < groups.length) requestAnimationFrame(() => list(from + A_FRAME));
  };
  list(0);
  const search = many && el("label", { class: "wt-field" }, el("span", {}, words.findPlan), el("input", { type: "search", oninput: sift }));
  const heading = [el("b", {}, words.plans), " ", count];
  const whole = [button(words.all, ids, true), button(words.none, ids, false)];
  const note = cards.length > TOGETHER ? el("span", { class: "wc-note" }, words.most(TOGETHER)) : null;
  const element = many
    ? el("details", { class: "wt-chooser" }, el("summary", {}, heading), el("div", { class: "wt-choosing" }, search, whole, note), listed)
    : el("div", { class: "wt-chooser wt-plans", role: "group", "aria-label": words.plans }, el("span", {}, heading), cards.map(option), el("span", { class: "wt-whole" }, whole));
  return {
    element,
    open: () => (element.open = true),
    /** Have the boxes say what the state says. */
    sync(state) {
      for (const [id, box] of boxes) box.checked = state.plans ? state.plans.includes(id) : cards.length <= TOGETHER;
      const some = chosen().length;
      for (const box of boxes.values()) box.disabled = some >= TOGETHER && !box.checked;
      count.textContent = words.chosen(some, cards.length);
    },
  };
};
