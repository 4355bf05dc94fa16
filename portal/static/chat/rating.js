// What a reader says of an answer: useful, or wrong with what and where.
import { el, fill } from "../dom.js";
import { Refused } from "../fetching.js";
import { postJson } from "./asking.js";
import { toast } from "./toast.js";
import { words } from "./words.js";

const option = (value, text) => el("option", { value }, text);

/** The form for what is wrong; `send` gets its fields, `leave` is called when it shall go. */
const formOf = (answer, send, leave) => {
  const reason = el("select", { "aria-label": words.whatIsWrong }, Object.entries(words.reasons).map(([value, text]) => option(value, text)));
  const numbers = answer.citations.map((one) => option(one.n, `[${one.n}]`));
  const where = el("select", { "aria-label": words.whichCitation }, option("", words.noCitation), numbers);
  const note = el("input", { type: "text", maxlength: "500", placeholder: words.note, "aria-label": words.note });
  const form = el(
    "form",
    { class: "wc-rating" },
    el("p", {}, words.whatIsWrong),
    reason,
    numbers.length > 0 && where,
    note,
    el("button", { type: "submit", class: "wc-primary" }, words.submit),
    el("button", { type: "button", onclick: leave }, words.cancel),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send({ reason: reason.value, citation: where.value ? Number(where.value) : null, note: note.value });
  });
  return form;
};

/** Two buttons and a place for the form; `rated(verdict)` is called once it is kept. */
export const rating = (turn, rated) => {
  const place = el("div", { class: "wc-rating-place" });
  const button = (verdict, text) =>
    el("button", { type: "button", class: "wc-quiet", "aria-pressed": String(turn.rating === verdict) }, text);
  const good = button("good", words.good);
  const bad = button("bad", words.bad);
  const send = async (verdict, fields) => {
    const { id, index } = turn.answer;
    try {
      await postJson("./api/feedback", { answer: id, index, question: turn.question, verdict, ...fields });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message);
      return;
    }
    good.setAttribute("aria-pressed", String(verdict === "good"));
    bad.setAttribute("aria-pressed", String(verdict === "bad"));
    fill(place);
    toast(words.thanks);
    rated(verdict);
  };
  good.addEventListener("click", () => send("good", {}));
  const leave = () => { fill(place); bad.focus(); };
  bad.addEventListener("click", () => {
    fill(place, formOf(turn.answer, (fields) => send("bad", fields), leave));
    place.querySelector("select").focus();
  });
  return { buttons: [good, bad], place };
};
