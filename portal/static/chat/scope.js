// The plans to look in, by province, chosen in a dialog.
import { el, fill } from "../dom.js";
import { inPieces, pause } from "../frames.js";
import { byProvince } from "../grouping.js";
import { plain } from "./prose.js";
import { words } from "./words.js";

const factsOf = (plan) => [plan.number, plan.date].filter(Boolean).join("　");

const choiceOf = (plan, chosen) => {
  const box = el("input", { type: "checkbox", value: plan.id });
  box.checked = chosen.has(plan.id);
  box.addEventListener("change", () => (box.checked ? chosen.add(plan.id) : chosen.delete(plan.id)));
  const facts = factsOf(plan);
  const name = [el("strong", {}, plain(plan.region || plan.title)), " ", el("span", {}, plain(plan.title)), facts && el("small", {}, plain(facts))];
  return el("label", { class: "wc-choice" }, box, el("span", { lang: "zh-CN" }, name));
};

/** What a scope is called on a button. */
export const nameOfScope = (plans, ids) => {
  if (!ids.length) return words.all(plans.length);
  const named = ids.map((id) => plans.find((plan) => plan.id === id)?.region || id);
  return ids.length <= 2 ? plain(named.join("、")) : words.some(ids.length);
};

const LEVEL = /(?:特别行政区|自治[区州县旗]|地区|[省市州盟县区旗])$/;

/**
 * The places of plans that a question names as it is typed, by their names whole or without 市 and the like; the longest first, so that
 * 吉林省 is not read as 吉林市. What the service reads besides, slips and nicknames, the answer says.
 */
export const namedIn = (plans, text) => {
  const regions = [...new Set(plans.map(({ region }) => region).filter(Boolean))];
  const names = regions.flatMap((region) => [region, region.replace(LEVEL, "")].map((name) => ({ region, name })));
  let left = text;
  const found = new Set();
  for (const { region, name } of names.filter(({ name }) => name.length > 1).sort((a, b) => b.name.length - a.name.length)) {
    if (!left.includes(name)) continue;
    left = left.replaceAll(name, "\u0000");
    found.add(region);
  }
  return regions.filter((region) => found.has(region));
};

/** Open the dialog; gives the chosen ids (none: all), or null where it was closed without a choice. */
export const chooseScope = (plans, before) =>
  new Promise((resolve) => {
    const chosen = new Set(before);
    const list = el("div", { class: "wc-choices", tabindex: "0", role: "group", "aria-label": words.scopeTitle });
    const find = el("input", { type: "search", placeholder: words.find, "aria-label": words.find });
    const choices = new Map(); // of those plans that are drawn
    const groups = byProvince(plans, (plan) => plan.province, words.otherPlaces).map(([province, members]) => {
      return { members, element: el("fieldset", {}, el("legend", { lang: "zh-CN" }, plain(province))) };
    });
    const none = el("p", { class: "wc-note" }, words.none);
    fill(list, none);
    const fits = (plan) => `${plan.province}${plan.region}${plan.title}${plan.number}`.includes(find.value.trim());
    const draw = ([plan, group]) => {
      const choice = choiceOf(plan, chosen);
      choice.hidden = !fits(plan);
      choices.set(plan, choice);
      group.append(choice);
      if (!group.isConnected) none.before(group);
    };
    const sift = () => {
      for (const [plan, choice] of choices) choice.hidden = !fits(plan);
      for (const { members, element } of groups) element.hidden = !members.some(fits);
      none.hidden = plans.some(fits);
    };
    const dialog = el("dialog", { class: "wc-dialog", "aria-label": words.scopeTitle });
    let result = null;
    const leave = (choice) => {
      result = choice;
      dialog.close();
    };
    const clear = () => {
      chosen.clear();
      for (const choice of choices.values()) choice.firstChild.checked = false;
    };
    find.addEventListener("input", sift);
    dialog.append(
      el("h2", {}, words.scopeTitle),
      el("p", { class: "wc-note" }, words.scopeHint),
      find,
      list,
      el(
        "div",
        { class: "wc-dialog-foot" },
        el("button", { type: "button", onclick: clear }, words.everything),
        el("button", { type: "button", onclick: () => leave(null) }, words.cancel),
        el("button", { type: "button", class: "wc-primary", onclick: () => leave([...chosen]) }, words.apply),
      ),
    );
    dialog.addEventListener("close", () => { dialog.remove(); resolve(result); });
    document.body.append(dialog);
    sift();
    dialog.showModal(); // opening takes a turn of its own: the whole page behind it is looked through
    const all = groups.flatMap(({ members, element }) => members.map((plan) => [plan, element]));
    pause().then(() => inPieces(all, draw, () => dialog.isConnected));
  });
