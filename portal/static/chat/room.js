// The conversation that is open: asks, stops, goes back to an earlier question, and keeps what was said.
import { announce, el, fill } from "../dom.js";
import { Refused } from "../fetching.js";
import { inPieces, pause } from "../frames.js";
import { ask, historyOf, kept, postJson } from "./asking.js";
import { newId } from "./store.js";
import { toast } from "./toast.js";
import { turnView } from "./turn.js";
import { words } from "./words.js";

const TITLE = 40;

const titleOf = (question) => {
  const line = [...question.replace(/\s+/g, " ")];
  return line.length > TITLE ? `${line.slice(0, TITLE - 1).join("")}…` : line.join("");
};
/** Characters of the questions that a conversation is found by. */
const SAID = 2_000;
/** Turns that are drawn at once when a conversation is opened, from the newest back; those before them follow in pieces. */
const NEAR = 4;

const drawOnce = (view) => view.isDrawn() || view.draw();

/** `talk` holds the turns, `page` what turns need to know; `told`: what to call on `changed()`, `working(bool)`, `edit(turn)`, `rescope(turn)`. */
export class Room {
  constructor(store, talk, page, told) {
    Object.assign(this, { store, talk, page, told });
    this.views = [];
    this.conversation = null;
    this.running = null;
    this.plans = [];
  }

  get turns() {
    return this.views.map((view) => view.turn);
  }

  get last() {
    return this.turns.at(-1) ?? null;
  }

  /** Leave what is open, whose answer in the making is stopped. */
  async leave() {
    this.stop();
    await this.running?.over;
    this.conversation = null;
    this.views = [];
    fill(this.talk);
    this.told.changed();
  }

  /** Open a conversation that is kept. */
  async open(conversation) {
    await this.leave();
    const turns = await this.store.turns(conversation.id);
    this.conversation = conversation;
    this.plans = conversation.plans ?? [];
    const { views } = this;
    const wanted = () => this.views === views;
    await inPieces(turns, (turn) => this.add(turn), wanted);
    await pause();
    if (!wanted()) return;
    await inPieces(views.slice(-NEAR), drawOnce, wanted);
    if (!wanted()) return;
    this.told.changed();
    inPieces(views.slice(0, -NEAR).reverse(), drawOnce, wanted);
  }

  /** Draw at once what is not drawn yet. */
  drawAll() {
    this.views.forEach(drawOnce);
  }

  add(turn) {
    const view = turnView(turn, { ...this.told, ...this.actions() }, this.page);
    this.views.push(view);
    this.talk.append(view.element);
    return view;
  }

  actions() {
    return {
      ask: (question) => this.send(question),
      retry: (turn) => this.send(turn.question, { plans: turn.plans, from: turn }),
      rated: (turn, verdict) => {
        turn.rating = verdict;
        this.store.saveTurn(turn);
      },
    };
  }

  /** Take away a turn and what follows; a way back is offered where more than the turn itself goes. */
  async cut(from) {
    const at = this.views.findIndex((view) => view.turn === from);
    if (at < 0) return;
    const gone = this.views.splice(at);
    for (const view of gone) view.element.remove();
    await this.store.dropTurns(gone.map((view) => view.turn.id));
    if (gone.length < 2) return;
    const { conversation } = this;
    toast(words.cut(gone.length - 1), async () => {
      if (this.conversation !== conversation) return;
      this.stop();
      await this.running?.over;
      await this.cut(this.turns.slice(at)[0]);
      for (const { turn } of gone) {
        await this.store.saveTurn(turn);
        this.add(turn).draw();
      }
      await this.remember();
    });
  }

  /** Ask; `from` is the turn in whose place the question comes. */
  async send(question, { plans = this.plans, from = null } = {}) {
    if (this.running) return;
    const controller = new AbortController();
    let end;
    this.running = { controller, over: new Promise((resolve) => { end = resolve; }) };
    this.told.working(true);
    try {
      if (from) await this.cut(from);
      const history = historyOf(this.turns);
      const now = Date.now();
      this.conversation ??= { id: newId(), title: titleOf(question), created: now };
      const turn = { id: newId(), conversation: this.conversation.id, at: (this.last?.at ?? 0) + 1, question, plans, answer: null };
      const view = this.add(turn);
      view.begin();
      view.element.scrollIntoView({ block: "start" });
      await Promise.all([this.store.saveTurn(turn), this.remember()]);
      await this.answer(view, { question, plans, history }, controller.signal);
    } finally {
      this.running = null;
      this.told.working(false);
      end();
    }
  }

  async answer(view, body, signal) {
    const { turn } = view;
    const { conversation } = this;
    const grown = (growing) => { turn.answer = kept(growing); view.grow(growing); };
    const begun = (record) => { conversation.record = record; };
    try {
      turn.answer = kept(await ask({ ...body, conversation: conversation.record }, grown, signal, begun));
    } catch (error) {
      turn.stopped = error.name === "AbortError";
      if (!turn.stopped && !(error instanceof Refused)) throw error;
      turn.message = turn.stopped ? "" : error.message;
    }
    view.draw();
    announce(view.spoken());
    await Promise.all([this.store.saveTurn(turn), this.store.saveConversation({ ...conversation })]);
    this.suggest(view);
  }

  /** Questions to go on with, for the newest answer. */
  async suggest(view) {
    const { question, answer, plans, message, stopped } = view.turn;
    if (!answer?.citations?.length || message || stopped) return;
    const { plan, clause, start, end } = answer.citations[0];
    try {
      const { questions } = await postJson("./api/ask/next", { question, plans, cited: { plan, clause, start, end } });
      if (view === this.views.at(-1)) view.offer(questions);
    } catch {
      // there are none to offer
    }
  }

  stop() {
    this.running?.controller.abort();
  }

  /** Keep what a conversation is called, when it was used, and what it is found by. */
  async remember() {
    const said = this.turns.slice(-50).map((turn) => turn.question).join(" ").slice(-SAID);
    Object.assign(this.conversation, { updated: Date.now(), plans: this.plans, said });
    await this.store.saveConversation({ ...this.conversation });
    this.told.changed();
  }

  /** The turn that holds an answer, in view. */
  show(answerId) {
    const view = this.views.find((one) => one.turn.answer?.id === answerId);
    if (view) drawOnce(view);
    view?.element.scrollIntoView({ block: "start" });
    return Boolean(view);
  }
}

/** What stands where there is no conversation yet. */
export const welcome = (page, send) =>
  el(
    "div",
    { class: "wc-welcome" },
    el("h2", {}, words.welcome),
    el("p", {}, words.promise(page.plans.length)),
    page.starters.length > 0 && el("h3", {}, words.tryThese),
    el("div", { class: "wc-starters" }, page.starters.map((one) => el("button", { type: "button", class: "wc-chip", lang: "zh-CN", onclick: () => send(one) }, one))),
  );
