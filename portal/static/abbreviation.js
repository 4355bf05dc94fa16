// Names as officials shorten them: 公交 for 公共交通, 能耗 for 能源消耗.

/** Whether the characters of `short` stand in a name in their order, close together: within twice their number. */
export const abbreviates = (short, name) => {
  const asked = [...short];
  const letters = [...name];
  if (asked.length < 2) return name.includes(short);
  return letters.some((first, from) => {
    if (first !== asked[0]) return false;
    let found = 0;
    for (const letter of letters.slice(from, from + 2 * asked.length)) if (letter === asked[found]) found += 1;
    return found === asked.length;
  });
};
