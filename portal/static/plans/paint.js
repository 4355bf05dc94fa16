// A clause's text with its marks: cut wherever a mark begins or ends, each piece wearing the marks that lie over it.
import { el } from "../dom.js";

const piece = (text, start, end, marks) => {
  const over = marks.filter((mark) => mark.start <= start && end <= mark.end);
  const words = text.slice(start, end);
  if (!over.length) return words;
  const seen = over.some((mark) => mark.kind !== "row");
  const rows = over.filter((mark) => mark.kind === "row").map((mark) => mark.key);
  return el(
    seen ? "mark" : "span",
    {
      class: [...new Set(over.map((mark) => `pl-${mark.kind}`))].join(" "),
      dataset: rows.length ? { rows: rows.join(" ") } : {},
    },
    words,
  );
};

/** The pieces of `text` from `start` to `end`; `marks` are `{start, end, kind, key}` in the whole text. */
export const paint = (text, start, end, marks) => {
  const cuts = new Set([start, end]);
  for (const mark of marks) for (const at of [mark.start, mark.end]) if (start < at && at < end) cuts.add(at);
  const bounds = [...cuts].sort((a, b) => a - b);
  return bounds.slice(1).map((bound, nth) => piece(text, bounds[nth], bound, marks));
};

/** The paragraphs of a clause below its heading, as [start, end) of its text. */
export const paragraphs = (clause) => {
  const from = clause.heading.length;
  const bounds = [from, ...clause.breaks.filter((at) => at > from), clause.text.length];
  return bounds
    .slice(1)
    .map((end, nth) => ({ start: bounds[nth], end }))
    .filter(({ start, end }) => clause.text.slice(start, end).trim());
};
