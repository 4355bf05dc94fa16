// The plans that a draft is held against: those of the places it names, unless some are chosen.
import { el, fill } from "../dom.js";
import { words } from "./words.js";

const FEW = 8;

export const makeChooser = (cards, chosen, changed) => {
  const boxes = new Map();
  const count = el("span", { class: "wc-note" });
  const picked = () => [...boxes].filter(([, box]) => box.checked).map(([id]) => id);
  const tell = () => {
    const plans = picked();
    fill(count, plans.length ? words.chosen(plans.length) : words.named);
    changed(plans);
  };
  const option = (card) => {
    const box = el("input", { type: "checkbox", value: card.id, checked: chosen.includes(card.id), onchange: tell });
    boxes.set(card.id, box);
    const about = [card.title, card.number].filter(Boolean).join(" ");
    return el("label", { title: about, dataset: { sought: `${card.region} ${about}`.toLowerCase() } }, box, el("span", {}, card.region || card.title));
  };
  const listed = el("div", { class: "ck-plans" }, cards.map(option));
  const sift = (event) => {
    const sought = event.target.value.trim().toLowerCase();
    for (const label of listed.children) label.hidden = !label.dataset.sought.includes(sought);
  };
  const search = cards.length > FEW && el("label", { class: "ck-find" }, words.find, el("input", { type: "search", oninput: sift }));
  fill(count, picked().length ? words.chosen(picked().length) : words.named);
  return el("details", { class: "ck-chooser", open: chosen.length > 0 }, el("summary", {}, el("b", {}, words.plans), " ", count), search, listed);
};
