// Before anything is painted: the colours and the language that the reader chose, or what the system says.
// The choices are kept in this browser only. Other modules read them from <html data-theme data-language>.
(() => {
  "use strict";
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage is blocked in some frames
    }
  };
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const query = new URLSearchParams(location.search);
  const wanted = ["light", "dark"].includes(query.get("theme")) ? query.get("theme") : null;
  root.dataset.theme = wanted || kept("wence.theme") || (dark ? "dark" : "light");
  if (query.get("embed") === "1") root.dataset.embed = "1"; // in the widget, which has a bar of its own
  const asked = query.get("lang");
  root.dataset.language = (asked || kept("wence.language") || "zh").startsWith("en") ? "en" : "zh";
  root.lang = root.dataset.language === "en" ? "en" : "zh-CN";
})();
