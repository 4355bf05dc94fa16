// The box in which an office is found by any part of its name: a combobox that the keyboard works alone.
import { announce, el, fill } from "../dom.js";
import { words } from "./words.js";

const MOST = 60;

/** Whether the signs of a text come in a name in their order: 福州生态 does in 福州市 市生态环境局. */
const inOrder = (text, name) => {
  let at = -1;
  return [...text].every((sign) => (at = name.indexOf(sign, at + 1)) >= 0);
};

/** What fits the words of an office: it over all places, and where several have one of its name that of each. */
const fitting = (body, asked) => {
  const whole = { ...body, place: "" };
  if (!asked) return [whole];
  const ofPlaces = body.places.map((place) => ({ ...body, place, names: [], tasks: body.tasksOf(place) }));
  if ([body.name, ...body.names].some((name) => name.includes(asked))) return ofPlaces.length > 1 ? [whole, ...ofPlaces] : [whole];
  return ofPlaces.filter(({ place }) => asked[0] === place[0] && inOrder(asked, place + body.name));
};

/** The box. `bodies()` gives the offices there are, `choose(name, place)` is told of the one taken, with "" of none. */
export const makeBodyBox = (bodies, choose) => {
  let chosen = ""; // what the box says of the office that is taken
  let found = [];
  let active = -1;
  const list = el("ul", { id: "du-options", role: "listbox", "aria-label": words.search, hidden: true });
  const input = el("input", {
    id: "du-body",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    placeholder: words.searchHint,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "du-options",
  });
  const clear = el("button", { type: "button", class: "du-clear", "aria-label": words.clear, hidden: true }, "×");

  const point = (at) => {
    active = at;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const option = list.children[at];
    if (option && found.length) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    point(-1);
  };
  const take = (name, place = "") => {
    close();
    choose(name, place);
  };
  const option = (body, at) =>
    el(
      "li",
      {
        id: `du-option-${at}`,
        role: "option",
        "aria-selected": "false",
        onmousedown: (event) => event.preventDefault(),
        onclick: () => take(body.name, body.place),
      },
      el(
        "span",
        {},
        body.name,
        body.place && [" ", el("span", { class: "du-place" }, body.place)],
        body.names.length > 1 && el("span", { class: "du-names" }, body.names.join("、")),
      ),
      el("span", { class: "du-number" }, String(body.tasks)),
    );
  const open = () => {
    const asked = input.value === chosen ? "" : input.value.replaceAll(/\s/g, "");
    const all = bodies().flatMap((body) => fitting(body, asked));
    found = all.slice(0, MOST);
    fill(list, found.length ? found.map(option) : el("li", { class: "wc-note", role: "option", "aria-disabled": "true" }, words.noMatch));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point(-1);
    announce(found.length ? words.matches(all.length) : words.noMatch);
  };
  const move = (step) => {
    if (list.hidden) open();
    if (found.length) point((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
  };
  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => {
      if (list.hidden) return;
      if (!input.value.trim() && active < 0) take("");
      else if (found.length) take(found[Math.max(active, 0)].name, found[Math.max(active, 0)].place);
    },
    Escape: () => {
      if (list.hidden) input.value = "";
      close();
    },
  };
  input.addEventListener("input", open);
  input.addEventListener("click", open);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key]) return; // the keys belong to the input method while it composes
    event.preventDefault();
    keys[event.key]();
  });
  input.addEventListener("blur", () => {
    close();
    input.value = chosen;
  });
  clear.addEventListener("click", () => {
    take("");
    input.focus();
  });
  return {
    element: el("div", { class: "du-field du-body-field" }, el("label", { for: "du-body" }, words.search), el("div", { class: "du-box" }, input, clear, list)),
    show: (name, place) => {
      chosen = place ? `${place} ${name}` : name;
      input.value = chosen;
      clear.hidden = !name;
    },
  };
};
