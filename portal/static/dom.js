// Elements without innerHTML: whatever a plan, a title or an answer contains is text and stays text.

/**
 * An element. `attributes`: strings as they are; `true` for bare ones; `false`, null and undefined are left out; functions under
 * `on…` become listeners; `dataset` is an object. `children`: elements, strings, or null to leave out.
 */
export const el = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key === "dataset") Object.assign(element.dataset, value);
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

/** Put children in place of what an element holds. */
export const fill = (element, ...children) => {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

/** Say something to screen readers without moving the focus. */
export const announce = (text) => {
  let live = document.getElementById("wc-live");
  if (!live) {
    live = el("p", { id: "wc-live", class: "wc-unseen", role: "status", "aria-live": "polite" });
    document.body.append(live);
  }
  live.textContent = text;
};
