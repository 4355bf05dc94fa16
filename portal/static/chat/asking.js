// Questions to the service: the answer comes line by line, each line the whole answer as far as it is written.
import { Refused, fetchJson } from "../fetching.js";
import { spoken } from "../language.js";
import { words } from "./words.js";

/** Question-and-answer pairs that go along, so that a follow-up is understood … */
const REMEMBERED = 40;
/** … and characters of them: within the megabyte that a question may have. */
const CHARACTERS = 250_000;
const MESSAGE = 20_000;

/** What was said before, as the service takes it: finished answers only, the newest as far as they fit. */
export const historyOf = (turns) => {
  const said = [];
  let left = CHARACTERS;
  for (const turn of turns.filter((one) => one.answer && !one.message).slice(-REMEMBERED).reverse()) {
    left -= turn.question.length + turn.answer.answer.length;
    if (left < 0) break;
    said.unshift(
      { role: "user", content: turn.question.slice(0, MESSAGE) },
      { role: "assistant", content: turn.answer.answer.slice(0, MESSAGE) },
    );
  }
  return said;
};

export const post = (path, body, signal) =>
  fetch(path, { method: "POST", headers: { ...spoken, "content-type": "application/json" }, body: JSON.stringify(body), signal });

export const postJson = (path, body) =>
  fetchJson(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** The lines of a reply as objects, as they come. */
async function* linesOf(reply) {
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : lines.pop();
    for (const line of lines) if (line.trim()) yield JSON.parse(line);
    if (done) return;
  }
}

/** Throws {@link Refused} with words that say so where the service cannot be reached. */
export const checkReached = () => fetchJson("./api/health/live");

const opened = async (body, signal) => {
  try {
    return await post("./api/ask/stream", body, signal);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    await checkReached();
    throw new Refused(words.broken);
  }
};

/**
 * Ask; `grown` is called with each growing answer, `begun` with the id under which the service keeps the conversation, where it does.
 * Gives the finished answer; throws {@link Refused} with a message to show. Of a conversation that is gone there a new one is begun.
 */
export const ask = async (body, grown, signal, begun = () => {}) => {
  const reply = await opened(body, signal);
  if (reply.status === 404 && body.conversation) return ask({ ...body, conversation: undefined }, grown, signal, begun);
  const record = reply.ok && reply.headers.get("x-wence-conversation");
  if (record) begun(record);
  let said = false;
  try {
    for await (const line of linesOf(reply)) {
      if (line.error) throw new Refused(line.message);
      if (line.complete) return line;
      said = true;
      grown(line);
    }
  } catch (error) {
    if (error instanceof Refused || error.name === "AbortError") throw error;
  }
  throw new Refused(said || reply.ok ? words.broken : words.failed);
};

/** Of an answer what is worth keeping. */
export const kept = ({ id, question, answer, status, band, citations, tables, mode, checks, index, lines, removed }) => ({
  id, question, answer, status, band, citations, tables, mode, checks, index, lines, removed,
});
