// The little Markdown that answers are written in, as elements: paragraphs, headings, lists, quotations, pipe tables, **strong** and [n].
// There are no links, images or markup to begin with, so none can be smuggled in: everything else is shown as the characters it is.
import { el } from "../dom.js";
import { words } from "./words.js";

const KINDS = [
  ["table", /^\s*\|(.*)\|\s*$/],
  ["heading", /^\s*#{1,6}\s+(.*)$/],
  ["bullet", /^\s*[-*•]\s+(.*)$/],
  ["number", /^\s*(\d{1,3})\.\s+(.*)$/],
  ["quote", /^\s*>\s?(.*)$/],
];
const RULE = /^[\s:|-]+$/;
/** So many marks in a row are folded into one that opens them. */
const MANY_MARKS = 4;
/** So many sentences with a mark each are a list. */
const MANY_SENTENCES = 3;
const CITED = /[^[\]]+?(?:[。；;！？!?](?:\[\d{1,4}\])+|(?:\[\d{1,4}\])+[。；;！？!?])\s*/g;
const LEAD = /^(.{1,40}[：:])(.+)$/s;
const PIECE = /(\*\*[^*]+?\*\*|\[\d{1,4}\])/;
// control, zero-width and direction-changing characters, and halves of a pair of surrogates
const UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu;

/** Text with what cannot be seen made visible. */
export const plain = (text) => String(text).replace(UNSEEN, "\ufffd");

const classify = (line) => {
  for (const [kind, pattern] of KINDS) {
    const found = pattern.exec(line);
    if (found) return { kind, text: found[found.length - 1], first: found[1] };
  }
  return { kind: line.trim() ? "text" : "blank", text: line };
};

const grouped = (markdown) => {
  const groups = [];
  for (const line of markdown.split(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/).map(classify)) {
    const last = groups[groups.length - 1];
    if (last?.kind === line.kind) last.lines.push(line);
    else groups.push({ kind: line.kind, lines: [line] });
  }
  return groups;
};

const cellsOf = (text) => text.split("|").map((cell) => cell.trim());

/** Marks behind a button that opens them. */
const foldedMarks = (marks) => {
  const all = el("span", { hidden: true }, marks);
  const open = () => {
    fold.remove();
    all.hidden = false;
    marks[0].focus({ preventScroll: true });
  };
  const fold = el("button", { type: "button", class: "wc-mark wc-fold", "aria-expanded": "false", onclick: open }, words.marks(marks.length));
  return el("span", { class: "wc-marks" }, fold, all);
};

const withFoldedMarks = (pieces) => {
  const shown = [];
  let run = [];
  const end = () => {
    shown.push(...(run.length >= MANY_MARKS ? [foldedMarks(run)] : run));
    run = [];
  };
  for (const piece of pieces) {
    if (piece.className === "wc-mark") run.push(piece);
    else {
      end();
      shown.push(piece);
    }
  }
  end();
  return shown;
};

/** One line: strong parts, and whatever `mark` makes of [n] (null: the characters). */
export const inline = (text, mark) =>
  withFoldedMarks(
    plain(text)
      .split(PIECE)
      .filter(Boolean)
      .map((piece) => {
        const number = /^\[(\d{1,4})\]$/.exec(piece);
        if (number) return mark(Number(number[1])) ?? piece;
        const strong = /^\*\*(.+)\*\*$/.exec(piece);
        return strong ? el("strong", {}, strong[1]) : piece;
      }),
  );

/** The sentences of a line where each has its marks and there are many, else null; `lead` is what stands before all of them. */
const listed = (text) => {
  const items = text.match(CITED) ?? [];
  if (items.length < MANY_SENTENCES || items.join("") !== text) return null;
  const [, lead, first] = (!items.slice(1).some((item) => LEAD.test(item)) && LEAD.exec(items[0])) || [];
  return { lead, items: lead ? [first, ...items.slice(1)] : items };
};

/** A paragraph of lines; one that is many cited sentences is a list of them. */
const paragraph = (lines, mark) => {
  const lists = lines.map((line) => listed(line.text));
  if (!lists.some(Boolean)) return el("p", {}, broken(lines, mark));
  return lines.flatMap((line, at) => {
    if (!lists[at]) return el("p", {}, inline(line.text, mark));
    const { lead, items } = lists[at];
    return [lead && el("p", {}, inline(lead, mark)), el("ul", {}, items.map((item) => el("li", {}, inline(item, mark))))].filter(Boolean);
  });
};

const broken = (lines, mark) =>
  lines.flatMap((line, at) => [...(at ? [el("br")] : []), ...inline(line.text, mark)]);

const BLOCKS = {
  heading: (lines, mark) => lines.map((line) => el("h3", {}, inline(line.text, mark))),
  bullet: (lines, mark) => el("ul", {}, lines.map((line) => el("li", {}, inline(line.text, mark)))),
  number: (lines, mark) =>
    el("ol", { start: lines[0].first }, lines.map((line) => el("li", {}, inline(line.text, mark)))),
  quote: (lines, mark) => el("blockquote", {}, broken(lines, mark)),
  text: paragraph,
  blank: () => [],
};

/**
 * An answer's text as elements. `mark(n)` gives the element of a citation mark; `table({columns, rows})` that of a table, of which
 * `tables` (the answer's own) come in place of what the text repeats of them, in their order, and the others at the end.
 */
export const prose = (markdown, { mark, table, tables }) => {
  const left = [...tables];
  const blocks = grouped(markdown).flatMap(({ kind, lines }) => {
    if (kind !== "table") return BLOCKS[kind](lines, mark);
    const rows = lines.filter((line) => !RULE.test(line.text)).map((line) => cellsOf(line.text));
    return table(left.shift() ?? { columns: rows[0], rows: rows.slice(1) });
  });
  return [...blocks, ...left.map(table)];
};

/** The same as text without marks and strong signs. */
export const bare = (text) => plain(text).replace(/\[\d{1,4}\]/g, "").replace(/\*\*(.+?)\*\*/g, "$1");
