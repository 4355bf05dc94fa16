// A question and its answer on the page: while it grows, when it is finished, and what can be done with it then.
import { el, fill } from "../dom.js";
import { sourcesOf } from "./citations.js";
import { asCited, asMarkdown, asPlain, copy } from "./copying.js";
import { grid } from "./grid.js";
import { menu } from "./menu.js";
import { bare, plain, prose } from "./prose.js";
import { rating } from "./rating.js";
import { checks, statusOf } from "./status.js";
import { words } from "./words.js";

/** A wish for a picture, in the question, or read in it by the service, which then says that the page draws one. */
const WANTS_CHART = /画图|图表|柱状图|条形图|作图|\bchart\b|\bplot\b/i;
const DRAWN = "网页上另画成柱状图";

/** Latin letters only: the service answers small talk in English where it was asked in English. */
const tongueOf = (text) => (/[\u3400-\u9fff]/.test(text) ? "zh-CN" : "en");

const badge = (word, kind) => el("p", { class: `wc-status wc-${kind}` }, word);

const proseOf = (answer, mark, charted) => {
  const blocks = prose(answer.answer, { mark, table: (table) => grid(table, mark, charted), tables: answer.tables });
  return el("div", { class: "wc-prose", lang: tongueOf(answer.answer) }, blocks);
};

const regionsOf = (answer, plans) => {
  const cited = [...new Set(answer.citations.map((one) => one.plan))];
  return cited.map((id) => plans.find((plan) => plan.id === id)?.region || answer.citations.find((one) => one.plan === id).title);
};

const MOST_NAMED = 6;
const about = (turn, plans, nameOf) => {
  const regions = regionsOf(turn.answer, plans);
  const more = regions.length > MOST_NAMED ? ` +${regions.length - MOST_NAMED}` : "";
  return el(
    "p",
    { class: "wc-about" },
    regions.length > 0 && [words.about, el("span", { lang: "zh-CN" }, plain(regions.slice(0, MOST_NAMED).join("、")) + more), " · "],
    words.asked,
    el("span", {}, nameOf(turn.plans)),
  );
};

const button = (text, act) => el("button", { type: "button", class: "wc-quiet", onclick: act }, text);

/**
 * The view of a turn. `told`: what to call on `retry`, `edit`, `rescope`, `rated(turn, verdict)`, `ask(question)`; `page` holds the
 * `plans`, whether `feedback` is taken, and `nameOf(ids)` for a scope.
 */
export const turnView = (turn, told, page) => {
  const body = el("div", { class: "wc-answer" });
  const next = el("div", { class: "wc-next" });
  const question = el("h2", { class: "wc-question", lang: tongueOf(turn.question) }, plain(turn.question));
  const element = el("article", { class: "wc-turn", "aria-label": plain(turn.question).slice(0, 80) }, question, body, next);
  let waiting = null;
  let drawn = false;

  const copies = (answer) =>
    menu(
      words.copy,
      [
        [words.copyPlain, () => copy(asPlain(answer))],
        [words.copyMarkdown, () => copy(asMarkdown(answer))],
        [words.copyCited, () => copy(asCited(answer))],
      ],
      { class: "wc-quiet" },
    );
  const actions = (answer) => {
    const rated = page.feedback && answer && !turn.stopped && !turn.message ? rating(turn, (verdict) => told.rated(turn, verdict)) : null;
    return [
      el(
        "div",
        { class: "wc-actions" },
        button(words.retry, () => told.retry(turn)),
        button(words.edit, () => told.edit(turn)),
        answer && copies(answer),
        page.plans.length > 1 && button(words.otherScope, () => told.rescope(turn)),
        rated?.buttons,
      ),
      rated?.place,
    ];
  };
  const finished = () => {
    const { answer } = turn;
    const { section, mark } = sourcesOf(answer);
    element.id = answer.id;
    fill(
      body,
      badge(...statusOf(answer)),
      proseOf(answer, mark, WANTS_CHART.test(turn.question) || answer.answer.includes(DRAWN)),
      section,
      about(turn, page.plans, page.nameOf),
      actions(answer),
      checks(answer),
    );
  };
  const unfinished = () => {
    const { answer, message } = turn;
    fill(
      body,
      badge(turn.stopped ? words.stopped : words.failed, turn.stopped ? "stopped" : "unanswered"),
      answer && proseOf(answer, () => null, false),
      message && el("div", { class: "wc-failed", role: "alert" }, el("p", {}, plain(message))),
      actions(answer),
    );
  };
  const draw = () => {
    waiting = null;
    drawn = true;
    body.removeAttribute("aria-busy");
    if (turn.answer && !turn.stopped && !turn.message) finished();
    else unfinished();
  };
  const grown = () => {
    const now = waiting;
    waiting = null; // what comes from now on asks for a frame of its own
    if (now) fill(body, badge(words.stages[now.stage] ?? words.answering, "growing"), proseOf(now, () => null, false));
  };
  const begin = () => {
    drawn = true;
    body.setAttribute("aria-busy", "true");
    fill(body, badge(words.searching, "growing"));
    fill(next);
  };
  return {
    turn,
    element,
    /** An answer is being looked for. */
    begin,
    /** Show as much of it as there is; drawn once a frame, whatever comes. */
    grow: (answer) => {
      if (!waiting) requestAnimationFrame(grown);
      waiting = answer;
    },
    /** Show the turn as it is now. */
    draw,
    /** Whether it was shown or begun. */
    isDrawn: () => drawn,
    /** Offer questions to go on with. */
    offer: (questions) => {
      const chip = { type: "button", class: "wc-chip" };
      const chips = questions.map((one) => el("button", { ...chip, lang: tongueOf(one), onclick: () => told.ask(one) }, plain(one)));
      fill(next, chips.length > 0 && el("h3", {}, words.next), chips);
    },
    /** What screen readers hear once it is finished. */
    spoken: () => (turn.answer ? `${words.finished}${statusOf(turn.answer)[0]}。${bare(turn.answer.answer)}` : turn.message || words.stopped),
  };
};
