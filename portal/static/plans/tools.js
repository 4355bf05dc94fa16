// What can be done with a clause: its link, a line that cites it, a question about it, the same task in other plans.
import { el } from "../dom.js";
import { askLink, compareLink, planLink } from "../links.js";
import { copy } from "./copying.js";
import { words } from "./words.js";

/** 《资阳市“十四五”节能减排综合工作方案》（资府发〔2023〕3号，2023年1月29日）三、（五）推进农业农村节能减排 */
export const reference = (plan, clause) => {
  const facts = [plan.number, plan.date].filter(Boolean).join("，");
  return `《${plan.title}》${facts ? `（${facts}）` : ""}${clause.name}`;
};

/** What to ask about a clause; plans are Chinese, and so is the question. */
const question = (plan, clause) => `${plan.region || `《${plan.title}》`}在“${clause.title}”方面有哪些任务和要求？`;

export const tools = (plan, clause) => {
  const own = clause.kind === "clause";
  const speaks = clause.text.length > clause.heading.length;
  const link = () => copy(new URL(planLink(plan.id, clause.id), location.href).href);
  return el(
    "div",
    { class: "pl-tools", role: "group", "aria-label": words.tools(clause.name) },
    el("button", { type: "button", onclick: link }, words.copyLink),
    el("button", { type: "button", onclick: () => copy(reference(plan, clause)) }, words.cite),
    own && el("a", { href: askLink(question(plan, clause), plan.id) }, words.ask),
    own && speaks && el("a", { href: compareLink([plan.id], clause.id) }, words.compare),
  );
};
