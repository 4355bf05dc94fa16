// The chat: history beside it, the conversation, the box to ask in. The address says which conversation and which scope.
import { makeComposer } from "../chat/composer.js";
import { saveMarkdown, saveWord } from "../chat/exporting.js";
import { words as helpWords } from "../chat/help-words.js";
import { listenToKeys, showHelp } from "../chat/help.js";
import { makeHistory } from "../chat/history.js";
import { menu } from "../chat/menu.js";
import { plain } from "../chat/prose.js";
import { fetchMe, withRecords } from "../chat/records.js";
import { Room, welcome } from "../chat/room.js";
import { chooseScope, nameOfScope, namedIn } from "../chat/scope.js";
import { openStore } from "../chat/store.js";
import { toast } from "../chat/toast.js";
import { words } from "../chat/words.js";
import { decoded } from "../decoded.js";
import { listenToWidget } from "../embedded.js";
import { el, fill } from "../dom.js";
import { Refused, fetchJson } from "../fetching.js";
import { TOGETHER } from "../limits.js";

const main = document.getElementById("main");
const asked = new URLSearchParams(location.search);
const page = { plans: [], starters: [], feedback: false, nameOf: (ids) => nameOfScope(page.plans, ids) };

const talk = el("div", { class: "wc-talk", role: "log", "aria-live": "off", "aria-label": words.talk });
const empty = el("div");
const title = el("h1", { class: "wc-room-title" });
let conversations = [];
let editing = null;

const composer = makeComposer({
  send: (question) => send(question),
  stop: () => room.stop(),
  scope: () => changeScope(),
  last: () => room.last && !room.running && edit(room.last),
  typed: () => showScope(),
});
const history = makeHistory({
  open: (id) => openConversation(id),
  rename: async (one, name) => {
    one.title = name;
    if (room.conversation?.id === one.id) room.conversation.title = name;
    await room.store.saveConversation(one);
    changed();
  },
  remove: (one) => removeConversation(one),
});
const side = el("aside", { class: "wc-history", id: "wc-history", "aria-label": words.conversations }, el("h2", {}, words.conversations), history.element);
const narrow = matchMedia("(max-width: 999px)");
const sideButton = el("button", { type: "button", class: "wc-quiet wc-side-button", "aria-controls": "wc-history", "aria-expanded": "false" }, words.history);
const fresh = el("button", { type: "button", id: "wc-new", class: "wc-quiet", onclick: () => beginAnew() }, words.fresh);
const exports = menu(
  words.exportAs,
  [
    [words.exportMarkdown, () => saveMarkdown(room.conversation ?? { title: "" }, room.turns)],
    [words.exportWord, () => saveWord(room.conversation ?? { title: "" }, room.turns)],
    [words.exportPrint, () => print()],
  ],
  { class: "wc-quiet" },
);
const help = el("button", { type: "button", class: "wc-quiet wc-help-button", "aria-label": helpWords.help, onclick: showHelp }, "?");
const head = el("header", { class: "wc-room-head" }, sideButton, title, fresh, exports, help);
const me = await fetchMe();
const room = new Room(me.records ? withRecords(await openStore(me.user)) : await openStore(), talk, page, {
  changed: () => changed(),
  working: (now) => {
    composer.working(now);
    if (now) leaveEditing();
  },
  edit: (turn) => edit(turn),
  rescope: (turn) => rescope(turn),
});

/** What the address says: reloading it shows the same. */
const writeAddress = () => {
  const address = new URL(location.href);
  address.searchParams.delete("q");
  const plans = room.plans.length > TOGETHER ? "" : room.plans.join(",");
  for (const [name, value] of [["c", room.conversation?.id], ["plans", plans]]) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (!room.conversation) address.hash = "";
  globalThis.history.replaceState(null, "", address);
};

function showScope() {
  const inScope = (plan) => !room.plans.length || room.plans.includes(plan.id);
  const named = namedIn(page.plans, composer.text());
  const outside = named.filter((region) => !page.plans.some((plan) => plan.region === region && inScope(plan)));
  composer.scoped(page.nameOf(room.plans), room.plans.length ? outside : named);
}

async function changed() {
  conversations = await room.store.conversations();
  history.show(conversations, room.conversation?.id ?? "", room.store.kept);
  title.textContent = plain(room.conversation?.title ?? words.fresh);
  showScope();
  empty.hidden = room.views.length > 0;
  writeAddress();
}

async function send(question) {
  const from = editing;
  composer.put("");
  await room.send(question, from ? { from } : {});
}

function leaveEditing() {
  editing = null;
  composer.editing(null);
}

function edit(turn) {
  editing = turn;
  composer.put(turn.question);
  composer.editing(() => {
    leaveEditing();
    composer.put("");
    composer.focus();
  });
  composer.focus();
}

async function changeScope() {
  const chosen = await chooseScope(page.plans, room.plans);
  composer.focus();
  if (!chosen) return;
  room.plans = chosen;
  if (room.conversation) await room.remember();
  else changed();
}

async function rescope(turn) {
  const chosen = await chooseScope(page.plans, turn.plans);
  composer.focus();
  if (!chosen) return;
  room.plans = chosen;
  await room.send(turn.question);
}

function showSide(open) {
  side.classList.toggle("wc-open", open);
  side.inert = narrow.matches && !open;
  sideButton.setAttribute("aria-expanded", String(open));
  if (open) side.querySelector("input").focus();
}
sideButton.addEventListener("click", () => showSide(!side.classList.contains("wc-open")));
narrow.addEventListener("change", () => showSide(false));
document.addEventListener("pointerdown", (event) => {
  if (side.classList.contains("wc-open") && !side.contains(event.target) && event.target !== sideButton) showSide(false);
});
side.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !side.classList.contains("wc-open")) return;
  event.stopPropagation();
  showSide(false);
  sideButton.focus();
});

async function openConversation(id) {
  const found = conversations.find((one) => one.id === id);
  if (!found) return false;
  leaveEditing();
  await room.open(found);
  showSide(false);
  scrollTo(0, document.documentElement.scrollHeight);
  return true;
}

async function beginAnew() {
  const before = room.conversation?.id;
  leaveEditing();
  composer.put("");
  await room.leave();
  composer.focus();
  if (before) toast(words.freshed, () => openConversation(before));
}

async function removeConversation(one) {
  const turns = await room.store.turns(one.id);
  const open = room.conversation?.id === one.id;
  if (open) await room.leave();
  await Promise.all([room.store.dropConversation(one.id), room.store.dropTurns(turns.map((turn) => turn.id))]);
  delete one.record; // what the service kept is gone there
  changed();
  toast(words.deleted(one.title), async () => {
    await Promise.all([room.store.saveConversation(one), ...turns.map((turn) => room.store.saveTurn(turn))]);
    await changed();
    if (open) openConversation(one.id);
  });
}

/** Once it is known what the service holds; the box can be typed into before. */
const begin = async () => {
  const known = new Set(page.plans.map((plan) => plan.id));
  room.plans = (asked.get("plans") ?? "").split(",").filter((id) => known.has(id));
  conversations = await room.store.conversations();
  const answer = decoded(location.hash.slice(1));
  const question = (asked.get("q") ?? "").trim();
  const holder = answer && !question ? (await room.store.turnOfAnswer(answer))?.conversation : "";
  const opened = !question && (await openConversation(holder || asked.get("c") || ""));
  if (opened && answer) room.show(answer);
  await changed();
  if (question) send(question);
};

const welcomed = async () => {
  try {
    Object.assign(page, await fetchJson("./api/welcome"));
    fill(empty, welcome(page, send));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const again = el("button", { type: "button", onclick: welcomed }, words.retry);
    fill(empty, el("div", { class: "wc-failed", role: "alert" }, el("p", {}, error.message), again));
    return changed(); // what was talked about before is kept here
  }
  await begin();
  showScope();
};

main.classList.add("wc-chat");
fill(main, side, el("section", { class: "wc-room", "aria-label": words.talk }, head, empty, talk, composer.form));
main.removeAttribute("aria-busy");
showSide(false);
addEventListener("beforeprint", () => room.drawAll());
listenToKeys({ focus: composer.focus, stop: () => room.stop() });
listenToWidget(composer.focus);
composer.focus();
await welcomed();
