// What Gradio's page lacks: citation marks that open and point at their citation, answers that are read from their beginning,
// and labels a screen reader can read.
(() => {
  "use strict";

  const reveal = (mark) => {
    const name = mark.getAttribute("href").slice(1);
    const answer = mark.closest(".wc-answer") || document;
    const target = answer.querySelector(`[id="${CSS.escape(name)}"]`);
    if (!target) return;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    target.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    target.classList.remove("wc-shown");
    void target.offsetWidth; // restart the highlight
    target.classList.add("wc-shown");
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("a.wc-mark");
    if (!mark) return;
    event.preventDefault();
    reveal(mark);
  });

  // The list of plans folds once on narrow screens. Gradio labels a message with its whole HTML source and some controls in English.
  const names = { user: "提问", bot: "回答" };
  const label = () => {
    document.documentElement.lang = "zh-CN"; // Gradio sets the browser's language, the page speaks Chinese
    for (const message of document.querySelectorAll("[data-testid=user], [data-testid=bot]")) {
      const name = names[message.dataset.testid];
      if (message.getAttribute("aria-label") !== name) message.setAttribute("aria-label", name);
    }
    for (const example of document.querySelectorAll("#wc-chat button.example[aria-label]")) {
      example.removeAttribute("aria-label"); // its own text says it, in Chinese
    }
    const plans = document.querySelector("details.wc-plans:not([data-folded])");
    if (plans) {
      plans.dataset.folded = "once";
      if (matchMedia("(max-width: 900px)").matches) plans.open = false;
    }
    const log = document.querySelector("#wc-chat [role=log]");
    if (log && log.getAttribute("aria-label") !== "对话") log.setAttribute("aria-label", "对话");
  };
  // A new question goes to the top and its answer grows below it, until the reader takes over. (Gradio would show the end.)
  let followed = null;
  let following = false;
  const follow = () => {
    const question = [...document.querySelectorAll("#wc-chat .user-row")].pop();
    if (!question) {
      followed = null;
      return;
    }
    if (question !== followed) {
      followed = question;
      following = true;
    }
    if (!following) return;
    const view = question.closest(".bubble-wrap");
    view.scrollTop += question.getBoundingClientRect().top - view.getBoundingClientRect().top - 12;
  };
  for (const act of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(act, (event) => {
      if (event.target.closest?.("#wc-chat")) following = false;
    }, { passive: true, capture: true });
  }

  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      label();
      follow();
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
