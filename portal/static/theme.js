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
  root.dataset.theme = kept("wence.theme") || (dark ? "dark" : "light");
  const asked = new URLSearchParams(location.search).get("lang");
  root.dataset.language = (asked || kept("wence.language") || "zh").startsWith("en") ? "en" : "zh";
  root.lang = root.dataset.language === "en" ? "en" : "zh-CN";
})();
