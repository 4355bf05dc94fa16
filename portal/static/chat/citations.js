// The sources of an answer: one card a clause with its quotes marked, and the marks in the text that lead there and back.
import { el, fill } from "../dom.js";
import { planLink } from "../links.js";
import { postJson } from "./asking.js";
import { plain } from "./prose.js";
import { words } from "./words.js";

/** Cards in view at once; the rest stand behind one line that opens them. */
const SHOWN = 6;

const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

/** The citations by clause, as the service would give them, with nothing around the quotes. */
const alone = (citations) => {
  const cards = new Map();
  for (const one of citations) {
    const key = JSON.stringify([one.plan, one.clause]);
    if (!cards.has(key)) {
      const section = one.section.includes(" > ") ? one.section : "";
      const { plan, title, clause, address } = one;
      cards.set(key, {
        numbers: [], plan, title, clause, address, section, number: "", date: "", held: true,
        shown: { pieces: [""], held: [] }, whole: null, spans: [], also: [],
      });
    }
    const card = cards.get(key);
    card.numbers.push(one.n);
    card.spans.push([one.start, one.end]);
    card.shown.held.push(card.shown.pieces.length);
    card.shown.pieces.push(one.quote, "");
  }
  return [...cards.values()];
};

const quoteLink = (plan, clause, [from, to]) => planLink(plan, clause, { from, to });

const quotation = (excerpt, numbers) =>
  el(
    "blockquote",
    { lang: "zh-CN" },
    excerpt.pieces.map((piece, at) => {
      if (at % 2 === 0) return plain(piece);
      const held = numbers.filter((_, nth) => excerpt.held[nth] === at);
      return el("mark", { tabindex: "-1", dataset: { n: held.join(" ") } }, plain(piece));
    }),
  );

/** Characters of a sentence that say which one is meant. */
const MEANT = 24;
const shortened = (text) => (text.length > MEANT ? `${text.slice(0, MEANT - 1)}…` : text);

/** Which other plans say a sentence, under the sentence itself named: what stands around it may be another there. */
const also = ({ shown, numbers, also: places }) =>
  numbers.map((n, nth) => {
    const saying = places.filter((one) => one.numbers[0] === n);
    const sentence = shortened(plain(shown.pieces[shown.held[nth]]));
    return saying.length > 0 && el(
      "div",
      { class: "wc-also" },
      el("p", {}, el("q", { lang: "zh-CN" }, sentence), words.alsoIn),
      el(
        "ul",
        { lang: "zh-CN" },
        saying.map((one) =>
          el("li", {}, el("a", { href: quoteLink(one.plan, one.clause, [one.start, one.end]) }, plain(`《${one.title}》${one.address}`))),
        ),
      ),
    );
  });

/** What a card says once it is open. */
const bodyOf = (card) => {
  const facts = [card.number, card.date].filter(Boolean).join("　");
  return [
    facts && el("p", { class: "wc-facts", lang: "zh-CN" }, plain(facts)),
    card.section && el("p", { class: "wc-section", lang: "zh-CN" }, plain(card.section)),
    !card.held && el("p", { class: "wc-note" }, words.gone),
    quotation(card.shown, card.numbers),
    card.whole &&
      el(
        "details",
        { class: "wc-whole" },
        el("summary", {}, words.wholeClause(card.whole.pieces.join("").length)),
        quotation(card.whole, card.numbers),
      ),
    ...also(card),
    card.held && el("a", { class: "wc-open", href: quoteLink(card.plan, card.clause, card.spans[0]) }, words.openInText),
  ];
};

const cardOf = (card, first) => {
  const body = el("div", { class: "wc-card-body" }, bodyOf(card));
  const numbers = card.numbers.map((n) => el("span", { class: "wc-n" }, String(n)));
  const title = el("span", { class: "wc-title" }, plain(`《${card.title}》`));
  const address = el("span", { class: "wc-address" }, plain(card.address));
  const summary = el("summary", {}, numbers, el("span", { lang: "zh-CN" }, title, " ", address));
  const element = el("details", { class: "wc-card", open: first }, summary, body);
  const renew = (fresh) => {
    fill(address, plain(fresh.address));
    fill(body, bodyOf(fresh));
    card = fresh;
  };
  return { element, renew, body, summary, holds: (n) => card.numbers.includes(n), at: () => card, key: `${card.plan} ${card.clause}` };
};

const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      target.dispatchEvent(new CustomEvent("wence:seen"));
    }
  },
  { rootMargin: "200px" },
);

/**
 * The sources of an answer as an element (null where it has none), and `mark(n)`, which gives the button for [n] in its text.
 * What stands around the quotes is fetched when somebody gets near.
 */
export const sourcesOf = (answer) => {
  const known = new Map(answer.citations.map((one) => [one.n, one]));
  const cards = alone(answer.citations).map((card, at) => cardOf(card, at === 0));
  let from = null;
  let fetched = null;
  const fetchContext = () => {
    fetched ??= postJson("./api/citations", { citations: answer.citations }).then(
      (reply) => {
        for (const fresh of reply.cards) cards.find((card) => card.key === `${fresh.plan} ${fresh.clause}`)?.renew(fresh);
      },
      () => { fetched = null; }, // the quotes are there all the same, and the next look tries again
    );
    return fetched;
  };
  const back = () => {
    section?.querySelectorAll(".wc-back").forEach((button) => button.remove());
    if (!from) return;
    const mark = from;
    from = null;
    mark.scrollIntoView({ block: "center", behavior: calm() });
    mark.focus({ preventScroll: true });
  };
  const show = async (n, mark) => {
    const card = cards.find((one) => one.holds(n));
    section.querySelectorAll(".wc-back, .wc-shown").forEach((one) => (one.matches("mark") ? one.classList.remove("wc-shown") : one.remove()));
    from = mark;
    for (let box = card.element; box; box = box.parentElement.closest("details")) box.open = true;
    await Promise.race([fetchContext(), new Promise((resolve) => setTimeout(resolve, 1500))]);
    const quote = card.body.querySelector(`mark[data-n~="${n}"]`);
    const nth = card.at().numbers.indexOf(n);
    card.body.querySelector(".wc-open")?.setAttribute("href", quoteLink(card.at().plan, card.at().clause, card.at().spans[nth]));
    card.body.prepend(el("button", { type: "button", class: "wc-back", onclick: back }, words.back));
    quote.classList.add("wc-shown");
    quote.focus({ preventScroll: true });
    card.element.scrollIntoView({ block: "center", behavior: calm() });
  };
  const mark = (n) => {
    const cited = known.get(n);
    if (!cited) return null;
    const label = plain(words.source(n, cited.title, cited.address));
    const button = el("button", { type: "button", class: "wc-mark", "aria-label": label, title: label }, `[${n}]`);
    button.addEventListener("click", () => show(n, button));
    return button;
  };
  if (!cards.length) return { section: null, mark };
  const rest = cards.slice(SHOWN).map((card) => card.element);
  const more = rest.length > 0 && el("details", { class: "wc-more" }, el("summary", {}, words.moreSources(rest.length)), rest);
  const heading = el("h3", {}, words.sources);
  const section = el("section", { class: "wc-sources", "aria-label": words.sources }, heading, cards.slice(0, SHOWN).map((card) => card.element), more);
  section.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !from) return;
    event.stopPropagation();
    back();
  });
  section.addEventListener("wence:seen", fetchContext);
  seen.observe(section);
  return { section, mark };
};
