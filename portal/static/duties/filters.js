// Plans, roles, like offices and order: controls that stay where they are while what they choose is drawn anew.
import { el, fill } from "../dom.js";
import { ROLES } from "./ledger.js";
import { words } from "./words.js";

const check = (label, checked, change, more = {}) =>
  el("label", { class: "du-check", ...more }, el("input", { type: "checkbox", checked, onchange: (event) => change(event.target.checked) }), ` ${label}`);

const toggled = (list, value, on) => (on ? [...list, value] : list.filter((one) => one !== value));

const planFilter = (plans, change, state) => {
  const list = el("div", { class: "du-plan-list" });
  const summary = el("summary", {});
  const close = () => {
    chooser.open = false;
    summary.focus();
  };
  const choose = (changes) => {
    close(); // it would cover what was chosen
    change(changes);
  };
  const needle = el("input", { type: "search", placeholder: words.planHint, "aria-label": words.planHint, oninput: () => sift() });
  const sift = () => {
    for (const label of list.children) label.hidden = !label.textContent.includes(needle.value.trim());
  };
  const clear = el("button", { type: "button", onclick: () => choose({ plans: [] }) }, words.clearPlans);
  const chooser = el(
    "details",
    { class: "du-plans" },
    summary,
    el("div", { class: "du-plan-pop" }, el("p", { class: "wc-note" }, words.planNone), needle, list, clear),
  );
  fill(
    list,
    plans.map((plan) => check(plan.title, false, (on) => choose({ plans: toggled(state().plans, plan.id, on) }), { dataset: { plan: plan.id } })),
  );
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chooser.open) close();
  });
  for (const left of ["pointerdown", "focusin"]) {
    addEventListener(left, (event) => {
      if (event.target instanceof Node && !chooser.contains(event.target)) chooser.open = false;
    });
  }
  const show = () => {
    const chosen = state().plans;
    for (const label of list.children) label.firstChild.checked = chosen.includes(label.dataset.plan);
    summary.textContent = `${words.plans}：${chosen.length ? words.somePlans(chosen.length) : words.allPlans(plans.length)}`;
    clear.hidden = !chosen.length;
  };
  return [chooser, show];
};

const roleFilter = (change, state) => {
  const boxes = ROLES.map((role) => check(words[role], false, (on) => change({ roles: toggled(state().roles, role, on) }), { dataset: { role } }));
  const show = () => {
    for (const box of boxes) box.firstChild.checked = state().roles.includes(box.dataset.role);
  };
  return [el("fieldset", { class: "du-roles" }, el("legend", {}, words.roles), boxes), show];
};

const orderFilter = (change, state) => {
  const order = el(
    "select",
    { onchange: (event) => change({ sort: event.target.value }) },
    el("option", { value: "tasks" }, words.sortTasks),
    el("option", { value: "name" }, words.sortName),
  );
  return [el("label", { class: "du-order" }, `${words.sort} `, order), () => (order.value = state().sort)];
};

const joinFilter = (join, state) => {
  const box = check(words.merge, false, join, { title: words.mergeHint, id: "du-join" });
  return [box, () => (box.firstChild.checked = state().join)];
};

/** The controls and a function that makes them show the state. */
export const makeFilters = (plans, actions, state) => {
  const made = [
    planFilter(plans, actions.change, state),
    roleFilter(actions.change, state),
    joinFilter(actions.join, state),
    orderFilter(actions.change, state),
  ];
  const reset = el("button", { type: "button", id: "du-reset", onclick: actions.reset }, words.reset);
  return {
    elements: made.map(([element]) => element),
    reset,
    show: () => {
      for (const [, show] of made) show();
      const { plans: chosen, roles, body, join } = state();
      reset.hidden = !chosen.length && !roles.length && !body && !join;
    },
  };
};
