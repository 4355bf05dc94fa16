// Plans by province, in the order in which provinces first come.

/** `[province, items][]`; `provinceOf` gives an item's, empty for those without one, which stand under `unplaced`. */
export const byProvince = (items, provinceOf, unplaced = "") => {
  const groups = new Map();
  for (const item of items) {
    const province = provinceOf(item) || unplaced;
    if (!groups.has(province)) groups.set(province, []);
    groups.get(province).push(item);
  }
  return [...groups];
};
