// The conversations kept in this browser: to open, to find, to name, to delete.
import { el, fill } from "../dom.js";
import { menu } from "./menu.js";
import { plain } from "./prose.js";
import { locale, words } from "./words.js";

const day = new Intl.DateTimeFormat(locale, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

/** The list. `told`: what to call on `open(id)`, `rename(one, title)`, `remove(one)`. */
export const makeHistory = (told) => {
  let all = [];
  let current = "";
  let kept = true;
  const find = el("input", { type: "search", placeholder: words.searchHistory, "aria-label": words.searchHistory });
  const list = el("ul", { class: "wc-history-list" });
  const note = el("p", { class: "wc-note" });

  const naming = (one, item) => {
    const name = el("input", { type: "text", value: one.title, maxlength: "60", "aria-label": words.newName });
    let over = false;
    const leave = (keep) => {
      if (over) return;
      over = true;
      const title = name.value.trim();
      if (keep && title) told.rename(one, title);
      draw();
    };
    name.addEventListener("keydown", (event) => {
      if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
      event.stopPropagation();
      event.preventDefault();
      leave(event.key === "Enter");
    });
    name.addEventListener("blur", () => leave(true));
    fill(item, name);
    name.select();
  };
  const itemOf = (one) => {
    const item = el("li");
    const open = el(
      "button",
      { type: "button", class: "wc-history-item", "aria-current": one.id === current && "true", onclick: () => told.open(one.id) },
      el("span", { class: "wc-history-title" }, plain(one.title)),
      el("small", {}, day.format(one.updated)),
    );
    const things = [[words.rename, () => naming(one, item)], [words.remove, () => told.remove(one)]];
    item.append(open, menu("⋯", things, { class: "wc-quiet", "aria-label": words.more(plain(one.title)) }));
    return item;
  };
  const draw = () => {
    const sought = find.value.trim().toLowerCase();
    const found = all.filter((one) => `${one.title} ${one.said ?? ""}`.toLowerCase().includes(sought));
    fill(list, found.map(itemOf));
    note.textContent = !kept ? words.onlyNow : !all.length ? words.noHistory : !found.length ? words.noMatch : "";
    note.hidden = !note.textContent;
    list.hidden = !found.length;
  };
  find.addEventListener("input", draw);
  return {
    element: el("div", { class: "wc-history-body" }, find, note, list),
    /** Show these conversations, of which one is open. */
    show: (conversations, id, isKept) => {
      all = [...conversations].sort((one, other) => other.updated - one.updated);
      current = id;
      kept = isKept;
      draw();
    },
  };
};
