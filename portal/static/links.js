// Links from page to page. A language named in the address stays in it: in frames without storage it is kept nowhere else.

const link = (path, pairs, clause = "") => {
  const lang = new URLSearchParams(location.search).get("lang");
  const query = new URLSearchParams(pairs.filter(([, value]) => value !== "" && value !== undefined));
  if (lang) query.set("lang", lang);
  return path + (String(query) ? `?${query}` : "") + (clause ? `#${encodeURIComponent(clause)}` : "");
};

export const listLink = (filter = "") => link("./plans", [["filter", filter]]);

/** A plan, or a clause of it; `find` are words to look for, `from` and `to` raw offsets to mark, as a citation's start and end. */
export const planLink = (plan, clause = "", { find, from, to } = {}) =>
  link("./plans", [["plan", plan], ["find", find], ["from", from], ["to", to]], clause);

export const compareLink = (plans, clause, picks = []) =>
  link("./plans", [...plans.map((plan) => ["compare", plan]), ...picks.map((pick) => ["pick", pick])], clause);

export const askLink = (question, plan) => link("./", [["q", question], ["plans", plan]]);
