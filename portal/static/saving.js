// A file for the reader to keep.
import { announce, el, fill } from "./dom.js";

const KEPT = 60_000; // milliseconds: the browser may still be asking where to put it

/** Have the browser save a blob under a name. */
export const save = (blob, name) => {
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
};

const nameIn = (reply, otherwise) => decodeURIComponent(reply.headers.get("content-disposition")?.split("UTF-8''")[1] || otherwise);

/** Save the file that a request brings, called `otherwise` where it has no name; in `said`, why there is none. `words`: made, unreachable. */
export const saveAnswer = async (request, otherwise, said, words) => {
  fill(said);
  try {
    const reply = await request;
    if (reply.ok) {
      save(await reply.blob(), nameIn(reply, otherwise));
      announce(words.made);
    } else fill(said, (await reply.json()).message);
  } catch {
    fill(said, words.unreachable);
  }
};
