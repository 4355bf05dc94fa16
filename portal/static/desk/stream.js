// Gradio's client lets its stream of events go whenever the server says that no call is under way, and opens another for the next call. A
// call whose reply and whose end come in around that moment is waited for on a stream that is gone, or has one opened for it when all was
// told already. So the client is given one stream for as long as the page is open; what is opened and closed below it is our affair: it is
// open exactly while calls are under way, which is known from the replies to them and from the messages that end them.
const ASKED = window.fetch.bind(window);
const TRIES = 8;
const PAUSE = 400;
const LOST = "The connection to the service was lost. Reload the page.";
const ENDS = new Set(["process_completed", "unexpected_error"]);

/** The calls whose end has not been told. An end may be told before the reply to the call comes in. */
class Calls {
  #open = new Set();
  #early = new Set();

  get names() {
    return [...this.#open];
  }

  begin(name) {
    if (!this.#early.delete(name)) this.#open.add(name);
  }

  end(name) {
    if (!this.#open.delete(name)) this.#early.add(name);
  }
}

const calls = new Calls();
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

class Stream {
  #address;
  #options;
  #passed;
  #reading = false;
  #stopping = new AbortController();

  constructor(address, options) {
    this.#address = address;
    this.#options = { ...options, signal: this.#stopping.signal };
    this.body = new ReadableStream({ start: (passed) => (this.#passed = passed), cancel: () => this.stop() });
  }

  stop() {
    this.#stopping.abort();
  }

  /** Read from the server until every call has ended; `unseen`: one is under way that was made before this page's calls went this way. */
  async read(unseen = false) {
    if (this.#reading) return;
    this.#reading = true;
    let tries = 0;
    while ((unseen || calls.names.length) && tries < TRIES && !this.#stopping.signal.aborted) {
      const came = await this.#readOnce().catch(() => false);
      unseen &&= !came;
      tries = came ? 0 : tries + 1;
      if (tries) await pause();
    }
    this.#reading = false;
    for (const name of calls.names) this.#pass({ msg: "unexpected_error", event_id: name, message: LOST, success: false });
  }

  /** One stream of the server's, to its end; whether anything came. */
  async #readOnce() {
    const response = await ASKED(this.#address, this.#options);
    if (!response.ok) return false;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let [rest, came] = ["", false];
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const messages = (rest + piece.value).split("\n\n");
      rest = messages.pop();
      for (const message of messages) this.#pass(JSON.parse(message.replace(/^data: /, "")));
      came ||= messages.length > 0;
    }
    return came;
  }

  #pass(message) {
    if (message.msg === "close_stream" || this.#stopping.signal.aborted) return;
    if (ENDS.has(message.msg) && message.event_id) calls.end(message.event_id);
    this.#passed.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(message)}\n\n`));
  }
}

let stream = null;

const streamed = (input, options) => {
  const opened = new Stream(input.url ?? input, { headers: input.headers ?? options?.headers });
  stream = opened;
  (input.signal ?? options?.signal)?.addEventListener("abort", () => opened.stop());
  opened.read(!calls.names.length);
  return new Response(opened.body, { headers: { "content-type": "text/event-stream" } });
};

const joined = async (input, options) => {
  const response = await ASKED(input, options);
  if (response.ok) {
    calls.begin((await response.clone().json()).event_id);
    stream?.read();
  }
  return response;
};

/** Have the page's calls to Gradio's queue go this way. */
export const loseNothing = () => {
  window.fetch = async (input, options) => {
    const { pathname } = new URL(input.url ?? input, location.href);
    if (pathname.endsWith("/gradio_api/queue/data")) return streamed(input, options);
    if (pathname.endsWith("/gradio_api/queue/join")) return joined(input, options);
    return ASKED(input, options);
  };
};
