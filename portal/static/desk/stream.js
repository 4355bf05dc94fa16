// Gradio's client lets its stream of events go once the server says that no call is under way. A call whose reply came in just before
// that word is then waited for on a stream that is gone: what it gives is shown with the next click at best. So a call's reply is handed
// on only when the open stream has told of that call, or has been let go, after which the client opens another.
const ASKED = window.fetch.bind(window);
const NAME = /"event_id":"([0-9a-f]+)"/g;
const LONGEST_NAME = 80;
let stream = null;

class Stream {
  #heard = new Set();
  #waiting = new Map();
  #tail = "";
  ended = false;

  /** Wait until the stream has told of a call, or is over. */
  tellsOf(name) {
    if (this.ended || this.#heard.has(name)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(name, resolve));
  }

  hear(text) {
    this.#tail = this.#tail.slice(-LONGEST_NAME) + text; // a name may come in two pieces
    for (const [, name] of this.#tail.matchAll(NAME)) {
      this.#heard.add(name);
      this.#waiting.get(name)?.();
      this.#waiting.delete(name);
    }
  }

  end() {
    this.ended = true;
    for (const go of this.#waiting.values()) go();
    this.#waiting.clear();
  }
}

const read = async (body, into) => {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) into.hear(piece.value);
  } catch {
    // given up by the client, or broken: over in either case
  }
  setTimeout(() => into.end(), 100); // the client reads the same bytes, and comes to their end a moment later
};

const streamed = async (input, options) => {
  const opened = new Stream();
  stream = opened;
  (input.signal ?? options?.signal)?.addEventListener("abort", () => opened.end());
  try {
    const response = await ASKED(input, options);
    if (response.ok) read(response.clone().body, opened);
    else opened.end();
    return response;
  } catch (error) {
    opened.end();
    throw error;
  }
};

const joined = async (input, options) => {
  const response = await ASKED(input, options);
  if (response.ok && stream && !stream.ended) await stream.tellsOf((await response.clone().json()).event_id);
  return response;
};

/** Have the page's calls to Gradio's queue go this way. */
export const loseNothing = () => {
  window.fetch = (input, options) => {
    const { pathname } = new URL(input.url ?? input, location.href);
    if (pathname.endsWith("/gradio_api/queue/data")) return streamed(input, options);
    if (pathname.endsWith("/gradio_api/queue/join")) return joined(input, options);
    return ASKED(input, options);
  };
};
