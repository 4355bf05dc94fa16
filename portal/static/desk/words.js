// Gradio's buttons and labels in the reader's language. What we make as HTML carries both languages itself (portal/desk_html.py), and
// Gradio's own translations follow the browser's language, not the switch in the bar; so the few words left are exchanged here.
import { language } from "../language.js";

const english = {
  撤下: "Withdraw",
  发布: "Publish",
  作为它的新版本: "As its new version",
  移除: "Remove",
  退回上一个版本: "Roll back one version",
  刷新: "Refresh",
  待发布的文件: "Waiting file",
  替换哪一份方案: "Plan to be replaced",
  语料文件夹里的文件: "File in the corpus folder",
  题集: "Question set",
  开始: "Start",
  停止: "Stop",
  看哪一次: "Run to show",
  删除这一次: "Delete this run",
  之前: "Before",
  之后: "After",
  比较: "Compare",
};

/** Exchange the words of buttons and labels; does nothing where the reader reads Chinese. */
export const translate = () => {
  const root = document.documentElement;
  const tongue = language === "en" ? "en" : "zh-CN";
  if (root.lang !== tongue) root.lang = tongue; // Gradio sets the browser's
  if (language !== "en") return;
  document.title = `${document.querySelector(".wc-bar nav [aria-current]").textContent} · 问策`; // and the one it was built with
  for (const element of document.querySelectorAll(".gradio-container :is(button, label, span)")) {
    if (element.childElementCount || element.closest(".wc-desk-block")) continue;
    const word = english[element.textContent.trim()];
    if (word) element.textContent = word;
  }
  for (const element of document.querySelectorAll(".gradio-container [aria-label]")) {
    const word = english[element.getAttribute("aria-label")];
    if (word) element.setAttribute("aria-label", word);
  }
};
