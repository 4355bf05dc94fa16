// The page inside the widget's frame: it tells the page around it when it is ready and when Escape has nothing left to close.
const root = document.documentElement;

/** Whether this page stands in the widget. */
export const embedded = root.dataset.embed === "1" && parent !== globalThis;

/** Listen to the widget; `focus` is called when it is opened again. */
export const listenToWidget = (focus) => {
  if (!embedded) return;
  const tell = (what) => parent.postMessage({ wence: what }, "*"); // says nothing that anyone may not know
  let busy = false;
  addEventListener(
    "keydown",
    (event) => {
      const running = document.getElementById("wc-stop")?.hidden === false;
      busy = event.isComposing || running || document.querySelector("dialog[open]") !== null;
    },
    true,
  );
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !busy && !event.defaultPrevented) tell("close");
  });
  addEventListener("message", (event) => {
    if (event.source === parent && event.data?.wence === "focus") focus();
  });
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a[href]");
      if (link && !link.getAttribute("href").startsWith("#") && !link.download) Object.assign(link, { target: "_blank", rel: "noopener" });
    },
    true,
  );
  tell("ready");
};
