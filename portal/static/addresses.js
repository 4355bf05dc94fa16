// The address of a clause as people read it.

/** Address and title, the label once: 二、（三）农业农村. */
export const addressOf = ({ address, section }) => {
  const title = section.split(" > ").at(-1);
  let label = title.length;
  while (label > 0 && !address.endsWith(title.slice(0, label))) label -= 1;
  return `${address}${title.slice(label)}`;
};
