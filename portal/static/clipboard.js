// Putting words on the clipboard.
import { el } from "./dom.js";

/** The old way, which frames without the permission for the new one still have. */
const bySelection = (text) => {
  const box = el("textarea", { class: "wc-unseen", "aria-hidden": "true" }, text);
  const before = document.activeElement;
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  before?.focus({ preventScroll: true });
  return done;
};

/** Put a text on the clipboard; false where the browser does not allow it. */
export const write = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return bySelection(text);
  }
};
