// Answers as text: plain, as Markdown, with their sources; how they stand is said in a whole conversation alone.
import { addressOf } from "../addresses.js";
import { write } from "../clipboard.js";
import { bare, plain } from "./prose.js";
import { statusOf } from "./status.js";
import { toast } from "./toast.js";
import { words } from "./words.js";

const inText = (answer) => /^\s*\|.*\|\s*$/m.test(answer.answer);
const row = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const piped = ({ columns, rows }) => [row(columns), row(columns.map(() => "---")), ...rows.map(row)].join("\n");
const asWritten = (text) => text;
/** What would be a link, an image or markup to a reader of Markdown is the characters it is; marks, tables and strong parts stay. */
const inert = (text) => text.replace(/[\\<]|\[(?!\d{1,4}\](?![(:[]))/g, "\\$&");
/** The answer as it is written, its tables included; `said` makes of a piece of text what is to stand there. */
const whole = (answer, said) => {
  const cells = (cell) => cell.map(said);
  const tables = answer.tables.map(({ columns, rows }) => piped({ columns: cells(columns), rows: rows.map(cells) }));
  return plain(inText(answer) ? said(answer.answer) : [said(answer.answer), ...tables].join("\n\n"));
};

const tabbed = (line) =>
  line.trim().startsWith("|") ? line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim()).join("\t") : line;

/** Without signs: for a message or a form. */
export const asPlain = (answer) =>
  bare(whole(answer, asWritten)).split("\n").filter((line) => !/^\s*\|[\s:|-]+\|\s*$/.test(line)).map(tabbed).join("\n");

export const asMarkdown = (answer) => whole(answer, inert).replace(/\[\d{1,4}\]/g, "");

/** With the marks, and the quotes they stand for. */
export const asCited = (answer) => {
  const sources = answer.citations.map((one) => `[${one.n}] ${inert(`《${one.title}》${addressOf(one)}：“${one.quote}”`)}`);
  return plain([whole(answer, inert), ...(sources.length ? [`${words.sources}\n${sources.join("\n")}`] : [])].join("\n\n"));
};

/** A whole conversation as Markdown: questions are headings, what a heading or a link would be made of is escaped. */
export const conversationAsMarkdown = (title, turns) => {
  const heading = (text) => plain(text).replace(/\s+/g, " ").replace(/[\\`*_[\]<>#!|]/g, "\\$&");
  const parts = turns.filter((turn) => turn.answer).map(
    ({ question, answer }) => `## ${heading(question)}\n\n${words.stands(statusOf(answer)[0])}\n\n${asCited(answer)}`,
  );
  return `# ${heading(title)}\n\n${parts.join("\n\n")}\n`;
};

/** Put a text on the clipboard and say so. */
export const copy = async (text) => toast((await write(text)) ? words.copied : words.notCopied);
