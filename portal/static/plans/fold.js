// Text as it is looked for: full-width and half-width are one, capitals do not count, blanks are not there.

const signs = (text) => [...text].map((sign) => (/\s/.test(sign) ? "" : sign.normalize("NFKC").toLowerCase()));

export const fold = (text) => signs(text).join("");

/** Every place in `text` where `wanted` stands, as [start, end) of the text itself. */
export const placesOf = (text, wanted) => {
  const needle = fold(wanted);
  if (!needle) return [];
  const offsets = [];
  let folded = "";
  let at = 0;
  for (const sign of text) {
    const [as] = signs(sign);
    for (let i = 0; i < as.length; i += 1) offsets.push(at);
    folded += as;
    at += sign.length;
  }
  const found = [];
  for (let from = folded.indexOf(needle); from >= 0; from = folded.indexOf(needle, from + needle.length)) {
    const last = offsets[from + needle.length - 1];
    found.push({ start: offsets[from], end: last + String.fromCodePoint(text.codePointAt(last)).length });
  }
  return found;
};
