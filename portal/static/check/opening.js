// A draft out of a file: Word's, or text in one of the encodings that offices write.
import { readWord } from "./word.js";

/** What the chooser of files offers. */
export const KINDS = ".docx,.txt,.md,text/plain";
const MOST_BYTES = 64 * 2 ** 20;
const isZip = ([first, second]) => first === 0x50 && second === 0x4b;
const encodingsFor = ([first, second]) => (first === 0xff && second === 0xfe ? ["utf-16le"] : first === 0xfe && second === 0xff ? ["utf-16be"] : ["utf-8", "gb18030"]);

const textOf = (bytes) => {
  for (const encoding of encodingsFor(bytes)) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes("\u0000")) return text;
    } catch {
      // the next one may fit
    }
  }
  return null;
};

/** The text of a file; null where it cannot be read. */
export const draftOf = async (file) => {
  if (file.size > MOST_BYTES) return null;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return isZip(bytes) ? await readWord(file) : textOf(bytes);
  } catch {
    return null;
  }
};
