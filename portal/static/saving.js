// A file for the reader to keep.
import { el } from "./dom.js";

const KEPT = 60_000; // milliseconds: the browser may still be asking where to put it

/** Have the browser save a blob under a name. */
export const save = (blob, name) => {
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
};
