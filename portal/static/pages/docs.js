// 接口: the interface as its own description has it, with nothing loaded from elsewhere.
import { exampleOf, recordsIn, typeOf } from "../docs/schema.js";
import { words } from "../docs/words.js";
import { el, fill } from "../dom.js";
import { fetchJson, load } from "../fetching.js";
import { language } from "../language.js";

const main = document.getElementById("main");
document.title = `${words.title} · 问策`;

const GROUPS = [
  ["openai", /^\/v1\//],
  ["files", /\.(xlsx|docx|csv)$|\/export\//],
  ["ask", /^\/api\/(ask|search|check|citations|feedback)/],
  ["read", /^\/api\/(plans|clauses|targets|duties|counterparts|welcome)/],
  ["service", /./],
];
const groupOf = (path) => GROUPS.find(([, pattern]) => pattern.test(path))[0];

const table = (label, heads, rows) =>
  el(
    "div",
    { class: "dc-scroll", tabindex: "0", role: "region", "aria-label": label },
    el("table", {}, el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))), el("tbody", {}, rows)),
  );
const row = (first, ...rest) => el("tr", {}, el("th", { scope: "row" }, el("code", {}, first)), rest.map((cell) => el("td", {}, cell)));

const fieldsOf = (name, all) => {
  const needed = new Set(all[name].required ?? []);
  const rows = Object.entries(all[name].properties ?? {}).map(([field, schema]) =>
    row(field, typeOf(schema), needed.has(field) ? words.yes : words.no, schema.description ?? ""),
  );
  if (!rows.length) return null;
  const title = words.fields(name);
  return el("details", {}, el("summary", {}, title), table(title, [words.name, words.type, words.needed, words.about], rows));
};

const commandOf = (method, path, operation, all) => {
  const body = operation.requestBody?.content["application/json"]?.schema;
  const query = (operation.parameters ?? []).filter((one) => one.in === "query" && one.required).map((one) => `${one.name}=…`);
  const address = location.origin + path + (query.length ? `?${query.join("&")}` : "");
  if (!body) return `curl '${address}'`;
  return `curl '${address}' -H 'content-type: application/json' -d '${JSON.stringify(exampleOf(body, all))}'`;
};

const shown = ({ method, path, operation, id }, all) => {
  const body = operation.requestBody?.content["application/json"]?.schema;
  const replies = Object.entries(operation.responses).map(([status, reply]) => {
    const forms = Object.entries(reply.content ?? {});
    const types = forms.map(([, one]) => (one.schema ? typeOf(one.schema) : words.any));
    return row(status, forms.map(([form]) => form).join(words.oneOf), [...new Set(types)].join(words.oneOf), reply.description);
  });
  const success = Object.values(operation.responses["200"]?.content ?? {}).map((one) => one.schema ?? {});
  const records = [...(body ? [body] : []), ...success].reduce((met, schema) => recordsIn(schema, all, met), []);
  const parameters = (operation.parameters ?? []).map((one) =>
    row(one.name, typeOf(one.schema), one.required ? words.yes : words.no, one.description ?? one.schema.description ?? ""),
  );
  return el(
    "section",
    { id, class: "dc-operation" },
    el("h3", {}, el("span", { class: "dc-method" }, method.toUpperCase()), " ", el("code", {}, path)),
    el("p", { lang: "zh-CN" }, operation.summary ?? ""),
    el("p", { class: "wc-note" }, words.who[operation["x-access"]] ?? ""),
    parameters.length > 0 && table(`${words.query} ${path}`, [words.query, words.type, words.needed, words.about], parameters),
    body && el("p", {}, `${words.request}: `, el("code", {}, typeOf(body))),
    table(`${words.replies} ${path}`, [words.status, words.form, words.type, words.about], replies),
    records.map((name) => fieldsOf(name, all)),
    el("pre", { "aria-label": words.example, tabindex: "0" }, commandOf(method, path, operation, all)),
  );
};

const problems = (codes) => {
  const rows = Object.entries(codes).map(([code, told]) => {
    const line = row(code, language === "en" ? told.english : told.meaning);
    line.id = code; // a problem's type leads here
    return line;
  });
  return el("section", { id: "problems" }, el("h2", {}, words.problems), table(words.problems, [words.code, words.meaning], rows));
};

const drawn = (document) => {
  const all = document.components.schemas;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation, id: operation.operationId, group: groupOf(path) })),
  );
  const groups = ["ask", "read", "files", "openai", "service"].map((name) => [name, operations.filter((one) => one.group === name)]);
  const contents = groups.map(([name, members]) =>
    el("li", {}, el("a", { href: `#${name}` }, words.groups[name]), el("ul", {}, members.map((one) => el("li", {}, el("a", { href: `#${one.id}` }, `${one.method.toUpperCase()} ${one.path}`))))),
  );
  return [
    el("nav", { class: "dc-contents", "aria-label": words.contents }, el("ul", {}, contents, el("li", {}, el("a", { href: "#problems" }, words.problems)))),
    el("div", { class: "dc-body" }, groups.map(([name, members]) => el("section", { id: name }, el("h2", {}, words.groups[name]), members.map((one) => shown(one, all)))), problems(document["x-problems"])),
  ];
};

const place = el("div", { class: "dc-page" });
fill(main, el("h1", {}, words.title), el("p", { class: "wc-note" }, words.lead), place);
main.removeAttribute("aria-busy");
await load(place, () => fetchJson("./api/openapi.json"), drawn);
if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
