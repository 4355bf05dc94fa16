// What a JSON schema of the interface says, for people.
import { words } from "./words.js";

const nameIn = (schema) => schema.$ref?.split("/").at(-1) ?? "";

/** The name of what a schema describes: a type, a record by its name, a list of either. */
export const typeOf = (schema) => {
  if (schema.$ref) return nameIn(schema);
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return several.map(typeOf).join(words.oneOf);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(words.oneOf);
  if (schema.type === "array") return words.list(schema.items ? typeOf(schema.items) : words.any);
  return schema.type ?? words.any;
};

/** The names of the records that a schema leads to, each once, in the order in which they are met. */
export const recordsIn = (schema, all, met = []) => {
  const name = nameIn(schema);
  if (name) {
    if (met.includes(name) || !all[name]) return met;
    met.push(name);
    return recordsIn(all[name], all, met);
  }
  const below = [...(schema.anyOf ?? schema.oneOf ?? []), ...(schema.items ? [schema.items] : []), ...Object.values(schema.properties ?? {})];
  for (const one of below) recordsIn(one, all, met);
  return met;
};

/** A value that fits a schema, as an example shows it. */
export const exampleOf = (schema, all) => {
  if (schema.$ref) return exampleOf(all[nameIn(schema)] ?? {}, all);
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  const [first] = schema.anyOf ?? schema.oneOf ?? schema.enum ?? [];
  if (first !== undefined) return typeof first === "object" ? exampleOf(first, all) : first;
  if (schema.type === "object") {
    const needed = (schema.required ?? []).map((name) => [name, exampleOf(schema.properties[name], all)]);
    return Object.fromEntries(needed);
  }
  if (schema.type === "array") return schema.minItems ? [exampleOf(schema.items, all)] : [];
  return { integer: schema.minimum ?? 1, number: 0, boolean: false }[schema.type] ?? "…";
};
