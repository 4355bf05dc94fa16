// One way to ask the server, and one way to show that it does not answer.
import { el, fill } from "./dom.js";
import { spoken, wordsIn } from "./language.js";

const words = wordsIn({
  zh: {
    loading: "正在读取……",
    offline: "连不上服务。请检查网络，或请管理员确认服务在运行，然后重试。",
    failed: "服务没有给出这些内容。请稍后重试；若一再出现，请告知管理员。",
    again: "重试",
  },
  en: {
    loading: "Loading…",
    offline: "The service cannot be reached. Check the network, or ask your administrator whether it is running, then retry.",
    failed: "The service did not give this content. Retry later; if it happens again, tell your administrator.",
    again: "Retry",
  },
});

/** What the server said no with; its message is for people. */
export class Refused extends Error {}

/** JSON from the API. Throws {@link Refused} with a message to show. */
export const fetchJson = async (address, options = {}) => {
  let reply;
  try {
    reply = await fetch(address, { ...options, headers: { ...spoken, ...options.headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(words.offline);
  }
  let body;
  try {
    body = await reply.json();
  } catch {
    throw new Refused(words.failed);
  }
  if (!reply.ok) throw new Refused(body.message || words.failed);
  return body;
};

const turns = new WeakMap(); // of each place, how often something was read for it

/**
 * Show that something is being read, then what `make` makes of it, or why not with a button to try again. Of two that are read for one
 * place the later one is shown, whichever comes first.
 */
export const load = async (place, ask, make) => {
  const turn = (turns.get(place) || 0) + 1;
  const late = () => turns.get(place) !== turn;
  turns.set(place, turn);
  place.setAttribute("aria-busy", "true");
  fill(place, el("p", { class: "wc-note", role: "status" }, words.loading));
  try {
    const told = await ask();
    if (!late()) fill(place, make(told));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (late()) return;
    const again = el("button", { type: "button", onclick: () => load(place, ask, make) }, words.again);
    fill(place, el("div", { class: "wc-failed", role: "alert" }, el("p", {}, error.message), again));
  } finally {
    if (!late()) place.removeAttribute("aria-busy");
  }
};
