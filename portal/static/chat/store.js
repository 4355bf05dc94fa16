// The conversations of this browser: in IndexedDB, or in memory where that is not to be had (`kept` tells which).
const NAME = "wence";
const CONVERSATIONS = "conversations";
const TURNS = "turns";

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Milliseconds after which the database is not waited for: the chat is not to stay empty for it. */
const PATIENCE = 5_000;

/**
 * The work of one page at a time. One that is left while it makes the database is set aside alive, and would keep every later page from
 * opening it; a browser gives up a page set aside with a lock that another page wants.
 */
const alone = (work) => (navigator.locks ? navigator.locks.request("wence.opening", work) : work());

const inTime = (work) => Promise.race([work, new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("the database does not open")))]);

const opened = (name) => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(CONVERSATIONS, { keyPath: "id" });
    const turns = request.result.createObjectStore(TURNS, { keyPath: "id" });
    turns.createIndex("conversation", "conversation");
    turns.createIndex("answer", "answer.id");
  };
  return done(request);
};

const byOrder = (one, other) => one.at - other.at;

/** What is kept in the database. */
const inDatabase = (database) => {
  const table = (name, mode) => database.transaction(name, mode).objectStore(name);
  return {
    kept: true,
    conversations: () => done(table(CONVERSATIONS).getAll()),
    turns: async (id) => (await done(table(TURNS).index("conversation").getAll(id))).sort(byOrder),
    turnOfAnswer: (id) => done(table(TURNS).index("answer").get(id)),
    saveConversation: (one) => done(table(CONVERSATIONS, "readwrite").put(one)),
    saveTurn: (one) => done(table(TURNS, "readwrite").put(one)),
    dropConversation: (id) => done(table(CONVERSATIONS, "readwrite").delete(id)),
    dropTurns: async (ids) => {
      const turns = table(TURNS, "readwrite");
      await Promise.all(ids.map((id) => done(turns.delete(id))));
    },
  };
};

/** The same for as long as the page is open. */
const inMemory = () => {
  const conversations = new Map();
  const turns = new Map();
  return {
    kept: false,
    conversations: async () => [...conversations.values()],
    turns: async (id) => [...turns.values()].filter((turn) => turn.conversation === id).sort(byOrder),
    turnOfAnswer: async (id) => [...turns.values()].find((turn) => turn.answer?.id === id),
    saveConversation: async (one) => conversations.set(one.id, one),
    saveTurn: async (one) => turns.set(one.id, one),
    dropConversation: async (id) => conversations.delete(id),
    dropTurns: async (ids) => ids.forEach((id) => turns.delete(id)),
  };
};

/** The store of a user, or of whoever uses this browser; one that refuses the database, or does not open it in time, is served from memory. */
export const openStore = async (user = "") => {
  const memory = inMemory();
  let store = memory;
  try {
    store = inDatabase(await inTime(alone(() => opened(user ? `${NAME}.${user}` : NAME))));
  } catch {
    return memory;
  }
  const safely = (name) => async (value) => {
    try {
      return await store[name](value);
    } catch {
      store = memory;
      return memory[name](value);
    }
  };
  const names = Object.keys(memory).filter((name) => name !== "kept");
  const guarded = Object.fromEntries(names.map((name) => [name, safely(name)]));
  return Object.defineProperty(guarded, "kept", { get: () => store.kept });
};

/** A name for something new. */
export const newId = () => [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(36).padStart(2, "0")).join("");
