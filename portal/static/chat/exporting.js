// A conversation as a file or on paper.
import { checkReached, post } from "./asking.js";
import { conversationAsMarkdown } from "./copying.js";
import { save } from "../saving.js";
import { statusOf } from "./status.js";
import { toast } from "./toast.js";
import { words } from "./words.js";

/** Bytes of what is sent to be made a document: the service takes a megabyte. */
const LIMIT = 900_000;

const fileName = (title, ending) => `${title.replace(/[^\p{L}\p{N} ()（）、，-]/gu, "").trim().slice(0, 40) || "wence"}.${ending}`;

export const saveMarkdown = ({ title }, turns) => {
  if (!turns.some((turn) => turn.answer)) return toast(words.exportEmpty);
  const text = conversationAsMarkdown(title, turns);
  return save(new Blob([text], { type: "text/markdown;charset=utf-8" }), fileName(title, "md"));
};

const record = ({ question, answer }) => ({
  question,
  stands: words.stands(statusOf(answer)[0]),
  answer: answer.answer,
  citations: answer.citations.map(({ n, plan, clause, title, address, quote }) => ({ n, plan, clause, title, address, quote })),
  tables: answer.tables,
});

/** The newest answers that fit. */
const fitting = (turns) => {
  const records = turns.filter((turn) => turn.answer).map(record);
  const coder = new TextEncoder();
  let left = LIMIT;
  let first = records.length;
  while (first > 0 && (left -= coder.encode(JSON.stringify(records[first - 1])).length) > 0) first -= 1;
  return { answers: records.slice(first), cut: first > 0 };
};

export const saveWord = async ({ title }, turns) => {
  const { answers, cut } = fitting(turns);
  if (!answers.length) return toast(words.exportEmpty);
  let reply;
  try {
    reply = await post("./api/export/docx", { title, answers });
    if (!reply.ok) return toast((await reply.json()).message);
  } catch {
    return checkReached().catch((error) => toast(error.message));
  }
  save(await reply.blob(), fileName(title, "docx"));
  return cut && toast(words.exportCut(answers.length));
};
