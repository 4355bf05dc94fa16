// The conversations that the service keeps for who is signed in, beside those of this browser, which come first.
import { Refused, fetchJson } from "../fetching.js";
import { kept } from "./asking.js";
import { newId } from "./store.js";

const PLACE = "./api/conversations";
/** Conversations of the service that are listed; older ones are found by its interface. */
const MOST = 1_000;

/** What `work` gives, or `otherwise` where the service says no or cannot be reached. */
const tried = async (work, otherwise) => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return otherwise;
  }
};

/** Who asks, as the service knows them, and whether it keeps their conversations. */
export const fetchMe = () => tried(() => fetchJson("./api/me"), { user: "", records: false });

const listed = async () => {
  const found = [];
  for (let before = ""; before !== null && found.length < MOST; ) {
    const page = await fetchJson(`${PLACE}?limit=200${before && `&before=${before}`}`);
    found.push(...page.conversations);
    before = page.next;
  }
  return found;
};

const cardOf = ({ id, title, created, updated }) => ({ id: `r-${id}`, record: id, title, created: Date.parse(created), updated: Date.parse(updated), plans: [] });

const turnOf = (conversation) => ({ position, answer }) => ({ id: newId(), conversation, at: position + 1, question: answer.question, plans: [], answer: kept(answer) });

/** The store with what the service keeps: listed with the rest, fetched when it is opened, deleted there too. */
export const withRecords = (store) => {
  let cards = null; // read once: what is asked from now on is in this browser too

  const conversations = async () => {
    cards ??= (await tried(listed, [])).map(cardOf);
    const here = await store.conversations();
    const known = new Set(here.map((one) => one.record));
    return [...here, ...cards.filter((one) => !known.has(one.record))];
  };
  const turns = async (id) => {
    const here = await store.turns(id);
    const card = cards?.find((one) => one.id === id);
    if (here.length || !card) return here;
    const whole = await tried(() => fetchJson(`${PLACE}/${card.record}`), { turns: [] });
    const fetched = whole.turns.map(turnOf(id));
    await Promise.all([store.saveConversation(card), ...fetched.map((turn) => store.saveTurn(turn))]);
    return fetched;
  };
  const dropConversation = async (id) => {
    const record = (await conversations()).find((one) => one.id === id)?.record;
    await store.dropConversation(id);
    if (!record) return;
    cards = cards.filter((one) => one.record !== record);
    await tried(() => fetchJson(`${PLACE}/${record}`, { method: "DELETE" }));
  };
  return Object.defineProperty({ ...store, conversations, turns, dropConversation }, "kept", { get: () => store.kept });
};
