// What stands behind the # of an address, which people type and copy.

/** The text, percent signs read; as it is where one of them is astray. */
export const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
