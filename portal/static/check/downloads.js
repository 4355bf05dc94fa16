// The result as a file. It is fetched here, for what is sent is the draft itself and a refusal is told on the page.
import { el } from "../dom.js";
import { spoken } from "../language.js";
import { saveAnswer } from "../saving.js";
import { words } from "./words.js";

export const makeDownloads = (sent) => {
  const said = el("span", { role: "alert" });
  const fetched = async (ending, button) => {
    button.disabled = true;
    const asked = fetch(`./api/check.${ending}`, { method: "POST", headers: { ...spoken, "content-type": "application/json" }, body: JSON.stringify(sent) });
    await saveAnswer(asked, "check", said, words);
    button.disabled = false;
  };
  const button = (ending) => el("button", { type: "button", id: `ck-${ending}`, onclick: (event) => fetched(ending, event.currentTarget) }, words[ending]);
  return el("span", { class: "ck-downloads", role: "group", "aria-label": words.download }, button("xlsx"), button("docx"), said);
};
