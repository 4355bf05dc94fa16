// The bar: language and colours. A change of language loads the page anew, so that no module keeps two tongues at once.
import { language } from "./language.js";

const keep = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // storage is blocked: the choice holds until the page is left
  }
};

const root = document.documentElement;
for (const element of document.querySelectorAll(".wc-bar [data-zh]")) element.textContent = element.dataset[language];
const here = document.querySelector(".wc-bar nav [aria-current]");
if (here) document.title = `${here.textContent} · 问策`; // a page that shows one thing of many says which
const showHere = () => here.scrollIntoView({ block: "nearest", inline: "center" });
if (here) new ResizeObserver(showHere).observe(here.closest("nav")); // at once, and where a scroll bar comes in later

const themes = document.getElementById("wc-theme");
themes.setAttribute("aria-label", language === "en" ? "Dark or light colours" : "切换深色和浅色");
themes.addEventListener("click", () => {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  keep("wence.theme", root.dataset.theme);
  dispatchEvent(new CustomEvent("wence:theme"));
});

const tongues = document.getElementById("wc-language");
tongues.textContent = language === "en" ? "中" : "EN";
tongues.setAttribute("aria-label", language === "en" ? "切换为中文" : "EN: switch to English");
tongues.addEventListener("click", () => {
  keep("wence.language", language === "en" ? "zh" : "en");
  const address = new URL(location.href);
  address.searchParams.delete("lang");
  location.replace(address);
  if (address.hash) location.reload();
});
