// What Gradio's pages of the desk lack: uploads by our own route, the words of buttons and labels in the reader's language.
import { placeUpload } from "./upload.js";
import { translate } from "./words.js";

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
