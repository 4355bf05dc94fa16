// What Gradio's pages of the desk lack: a stream that loses no call, uploads by our own route, words in the reader's language.
import { loseNothing } from "./stream.js";
import { placeUpload } from "./upload.js";
import { translate } from "./words.js";

loseNothing();

const look = () => {
  placeUpload();
  translate();
};

let due = false;
new MutationObserver(() => {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    look();
  });
}).observe(document.body, { childList: true, subtree: true, characterData: true });
look();
