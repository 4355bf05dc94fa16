// Answers as text: plain, as Markdown, with their sources. Never with how they stand or how long they took.
import { write } from "../clipboard.js";
import { bare, plain } from "./prose.js";
import { toast } from "./toast.js";
import { words } from "./words.js";

const inText = (answer) => /^\s*\|.*\|\s*$/m.test(answer.answer);
const row = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const piped = ({ columns, rows }) => [row(columns), row(columns.map(() => "---")), ...rows.map(row)].join("\n");
/** The answer as it is written, its tables included. */
const whole = (answer) =>
  plain(inText(answer) ? answer.answer : [answer.answer, ...answer.tables.map(piped)].join("\n\n"));

const tabbed = (line) =>
  line.trim().startsWith("|") ? line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim()).join("\t") : line;

/** Without signs: for a message or a form. */
export const asPlain = (answer) =>
  bare(whole(answer)).split("\n").filter((line) => !/^\s*\|[\s:|-]+\|\s*$/.test(line)).map(tabbed).join("\n");

export const asMarkdown = (answer) => whole(answer).replace(/\[\d{1,4}\]/g, "");

/** With the marks, and the quotes they stand for. */
export const asCited = (answer) => {
  const sources = answer.citations.map((one) => `[${one.n}] 《${one.title}》${one.address}：“${one.quote}”`);
  return plain([whole(answer), ...(sources.length ? [`${words.sources}\n${sources.join("\n")}`] : [])].join("\n\n"));
};

/** A whole conversation as Markdown: questions are headings, what a heading or a link would be made of is escaped. */
export const conversationAsMarkdown = (title, turns) => {
  const heading = (text) => plain(text).replace(/\s+/g, " ").replace(/[\\`*_[\]<>#!|]/g, "\\$&");
  const parts = turns.filter((turn) => turn.answer).map((turn) => `## ${heading(turn.question)}\n\n${asCited(turn.answer)}`);
  return `# ${heading(title)}\n\n${parts.join("\n\n")}\n`;
};

/** Put a text on the clipboard and say so. */
export const copy = async (text) => toast((await write(text)) ? words.copied : words.notCopied);
