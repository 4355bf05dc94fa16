// What is shown as a file. It is fetched here, so that a refusal is told on the page and not instead of it.
import { announce, el, fill } from "../dom.js";
import { spoken } from "../language.js";
import { saveAnswer } from "../saving.js";
import { exportAddress } from "./state.js";
import { words } from "./words.js";

/** Two links, a choice whether tasks come with their text, a place for what goes wrong, and a function that makes the links fit the state. */
export const makeDownloads = () => {
  const said = el("p", { class: "du-said", role: "alert" });
  const fetched = async (event) => {
    event.preventDefault();
    const link = event.currentTarget;
    if (link.getAttribute("aria-busy") === "true") return;
    link.setAttribute("aria-busy", "true");
    announce(words.making);
    await saveAnswer(fetch(link.href, { headers: spoken }), "duties", said, words);
    link.removeAttribute("aria-busy");
  };
  const links = ["docx", "xlsx"].map((ending) => el("a", { class: "du-export", id: `du-${ending}`, href: "#", onclick: fetched }, words[ending]));
  let shown = null;
  const point = () => links.forEach((link, at) => (link.href = exportAddress(["docx", "xlsx"][at], ...shown, box.checked)));
  const box = el("input", { type: "checkbox", checked: true, id: "du-with-text", onchange: point });
  const choice = el("label", { class: "du-check" }, box, ` ${words.withText}`);
  return {
    element: el("div", { class: "du-exports" }, choice, links),
    said,
    /** `plans`: ids of those that are shown. */
    show: (state, plans, some) => {
      fill(said);
      shown = [state, plans];
      point();
      for (const one of [...links, choice]) one.hidden = !some;
    },
  };
};
