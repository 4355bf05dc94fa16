// The result as a file. It is fetched here, for what is sent is the draft itself and a refusal is told on the page.
import { announce, el, fill } from "../dom.js";
import { save } from "../saving.js";
import { words } from "./words.js";

const nameIn = (reply) => decodeURIComponent(reply.headers.get("content-disposition")?.split("UTF-8''")[1] || "check");

export const makeDownloads = (sent) => {
  const said = el("span", { role: "alert" });
  const fetched = async (ending, button) => {
    button.disabled = true;
    fill(said);
    try {
      const reply = await fetch(`./api/check.${ending}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(sent) });
      if (reply.ok) {
        save(await reply.blob(), nameIn(reply));
        announce(words.made);
      } else fill(said, (await reply.json()).message);
    } catch {
      fill(said, words.unreachable);
    } finally {
      button.disabled = false;
    }
  };
  const button = (ending) => el("button", { type: "button", id: `ck-${ending}`, onclick: (event) => fetched(ending, event.currentTarget) }, words[ending]);
  return el("span", { class: "ck-downloads", role: "group", "aria-label": words.download }, button("xlsx"), button("docx"), said);
};
