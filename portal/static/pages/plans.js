// The reading room: the list of plans, one plan, or the same task in several; which, the address says.
import { el, fill } from "../dom.js";
import { fetchJson, load } from "../fetching.js";
import { place } from "../plans/address.js";
import { Comparison } from "../plans/compare.js";
import { planList } from "../plans/list.js";
import { Reading } from "../plans/reading.js";
import { words } from "../plans/words.js";

const main = document.getElementById("main");

const showList = (...before) =>
  load(
    main,
    () => fetchJson("./api/plans"),
    (plans) => fill(el("div", {}), before, el("h1", {}, words.title), planList(plans)),
  );

const showPlan = async (id) => {
  let held = true;
  let reading = null;
  await load(
    main,
    async () => {
      const plans = await fetchJson("./api/plans");
      held = plans.some((each) => each.id === id);
      return held ? fetchJson(`./api/plans/${encodeURIComponent(id)}`) : null;
    },
    (plan) => {
      reading = plan && new Reading(plan);
      return reading ? reading.element : "";
    },
  );
  if (reading) await reading.begin();
  if (!held) showList(el("p", { class: "wc-failed", role: "alert" }, words.planUnknown(id)));
};

const showComparison = () =>
  load(
    main,
    () => fetchJson("./api/plans"),
    (plans) => new Comparison(plans).element,
  );

const { plan, compare } = place();
if (compare.length) showComparison();
else if (plan) showPlan(plan);
else showList();
