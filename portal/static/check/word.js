// The text of a Word file, read in this browser: the draft is sent nowhere to be opened. A .docx is a ZIP with its text as XML inside.

/** Bytes of text that a file may hold once unpacked: some hundred times the longest draft. */
const MOST_BYTES = 32 * 2 ** 20;
const TEXT = /^word\/document\d*\.xml$/;
const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const [DIRECTORY_END, ENTRY, STORED, DEFLATED] = [0x06054b50, 0x02014b50, 0, 8];

/** The parts of a ZIP by name: how each is packed, and from where to where. */
const partsOf = (bytes) => {
  const view = new DataView(bytes.buffer);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== DIRECTORY_END) end -= 1;
  const parts = new Map();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0 && view.getUint32(at, true) === ENTRY; left -= 1) {
    const [way, size] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
    const [name, extra, note, head] = [at + 28, at + 30, at + 32, at + 42].map((place, nth) => (nth < 3 ? view.getUint16(place, true) : view.getUint32(place, true)));
    const from = head + 30 + view.getUint16(head + 26, true) + view.getUint16(head + 28, true);
    parts.set(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)), { way, packed: bytes.subarray(from, from + size) });
    at += 46 + name + extra + note;
  }
  return parts;
};

const unpacked = async ({ way, packed }) => {
  if (way === STORED) return packed;
  if (way !== DEFLATED) throw new Error("packed in another way");
  const pieces = [];
  let size = 0;
  for await (const piece of new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"))) {
    size += piece.length;
    if (size > MOST_BYTES) throw new Error("too large");
    pieces.push(piece);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
};

const SIGNS = { tab: "\t", br: "\n", cr: "\n", noBreakHyphen: "-" };
const within = (part, fits) => {
  for (let above = part.parentElement; above; above = above.parentElement) if (fits(above)) return above;
  return null;
};
const isParagraph = ({ localName, namespaceURI }) => localName === "p" && namespaceURI === W;

/** What a paragraph itself says, not the boxes in it: text that was struck out, notes and numbers of lists are not in it. */
const said = (paragraph) =>
  [...paragraph.getElementsByTagNameNS(W, "*")]
    .filter((part) => within(part, isParagraph) === paragraph)
    .map((part) => (part.localName === "t" ? part.textContent : (SIGNS[part.localName] ?? "")))
    .join("");

/** The text of a .docx, a line for each paragraph. Fails where the file is none, is damaged, locked or too large. */
export const readWord = async (file) => {
  const parts = partsOf(new Uint8Array(await file.arrayBuffer()));
  const name = [...parts.keys()].find((one) => TEXT.test(one));
  if (!name) throw new Error("no text in it");
  const tree = new DOMParser().parseFromString(new TextDecoder().decode(await unpacked(parts.get(name))), "application/xml");
  if (tree.querySelector("parsererror")) throw new Error("damaged");
  const once = (paragraph) => !within(paragraph, ({ localName }) => localName === "Fallback"); // a box is written a second time for old readers
  return [...tree.getElementsByTagNameNS(W, "p")].filter(once).map(said).join("\n").trim();
};
