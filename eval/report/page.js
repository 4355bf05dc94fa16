"use strict";
// Sorting and filtering; without it the page still shows everything, failures first.
const number = (text) => { const n = parseFloat(text); return Number.isNaN(n) ? null : n; };
const order = (a, b) => {
  const x = number(a), y = number(b);
  if (x !== null && y !== null) return x - y;
  if (x !== null || y !== null) return x === null ? 1 : -1;
  return a.localeCompare(b, "zh");
};
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  table.querySelectorAll("thead th").forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      [...body.rows].sort((a, b) => (down ? -1 : 1) * order(a.cells[column].dataset.sort ?? a.cells[column].textContent, b.cells[column].dataset.sort ?? b.cells[column].textContent))
        .forEach((row) => body.append(row));
    });
  });
}
const list = document.getElementById("questions");
for (const button of document.querySelectorAll(".heads button")) {
  button.addEventListener("click", () => {
    const down = button.dataset.order === "up", key = button.dataset.key;
    document.querySelectorAll(".heads button").forEach((other) => delete other.dataset.order);
    button.dataset.order = down ? "down" : "up";
    [...list.children].sort((a, b) => (down ? -1 : 1) * order(a.dataset[key], b.dataset[key])).forEach((item) => list.append(item));
  });
}
const find = document.getElementById("find"), verdict = document.getElementById("verdict"), kind = document.getElementById("kind");
const count = document.getElementById("count");
const filter = () => {
  const wanted = find.value.trim().toLowerCase();
  let shown = 0;
  for (const item of list.children) {
    const hit = (!wanted || item.textContent.toLowerCase().includes(wanted))
      && (!verdict.value || item.dataset.verdict === verdict.value) && (!kind.value || item.dataset.kind === kind.value);
    item.hidden = !hit;
    shown += hit;
  }
  count.textContent = `${shown} 题`;
};
for (const control of [find, verdict, kind]) control.addEventListener("input", filter);
// A citation mark opens on the citation it names.
if (location.hash) document.querySelector(location.hash)?.closest("details")?.setAttribute("open", "");
