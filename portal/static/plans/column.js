// One column of a comparison: a plan, which of its clauses stands here and how surely, and its text with what differs.
import { el } from "../dom.js";
import { planLink } from "../links.js";
import { paint, paragraphs } from "./paint.js";
import { words } from "./words.js";

const chooser = (column, choose) => {
  const shown = column.clause?.id || "";
  const option = (candidate) => {
    const share = column.certainty === "given" ? "" : `（${words.likeness(Math.round(candidate.likeness * 100))}）`;
    return el("option", { value: candidate.id, selected: candidate.id === shown }, candidate.name + share);
  };
  const held = column.candidates.some((candidate) => candidate.id === shown);
  const first = held ? null : el("option", { value: "", selected: true }, column.clause?.name || words.chooseNone);
  return el(
    "select",
    {
      "aria-label": words.chooseClause(column.plan.title),
      dataset: { keep: `choose ${column.plan.id}` },
      onchange: (event) => event.target.value && choose(event.target.value),
    },
    first,
    column.candidates.map(option),
  );
};

const counted = (differences) => {
  const of = (kind) => differences.filter((each) => each.kind === kind).length;
  return words.count(of("figure"), of("word"), of("own"));
};

const text = (column) => {
  const { clause, differences } = column;
  if (!clause) return el("p", { class: "wc-note" }, words.noCounterpart);
  const heading = el("h3", {}, el("a", { href: planLink(column.plan.id, clause.id) }, clause.name));
  const spans = paragraphs(clause);
  const lines = spans.map(({ start, end }) => el("p", { class: "pl-line" }, paint(clause.text, start, end, differences)));
  return [heading, ...(lines.length ? lines : [el("p", { class: "wc-note" }, words.onlyHeading)])];
};

/** `choose(clause)` is told which clause the reader picks, `remove()` that the plan is not wanted; the first plan stays. */
export const columnView = (column, { choose, remove }) => {
  const { plan } = column;
  const facts = [plan.number, plan.date].filter(Boolean).join("，");
  const drop = { type: "button", "aria-label": words.remove(plan.title), title: words.remove(plan.title), onclick: remove };
  return el(
    "section",
    { class: "pl-column", "aria-label": plan.title, dataset: { plan: plan.id, certainty: column.certainty } },
    el(
      "header",
      {},
      el("div", { class: "pl-column-title" }, el("h2", {}, plan.title), remove && el("button", drop, words.removeShort)),
      el("p", { class: "wc-note" }, facts),
      el("p", { class: "pl-sure" }, words.certainty[column.certainty]),
      chooser(column, choose),
      column.clause && column.certainty !== "given" && el("p", { class: "pl-counted" }, counted(column.differences)),
    ),
    el("div", { class: "pl-words" }, text(column)),
  );
};
