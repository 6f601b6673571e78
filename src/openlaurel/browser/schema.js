// JSON Schema, the part of drafts 2019-09 and 2020-12 that schemas of credentials use, with a bound on the work. What isn't
// known is no schema that can be checked against, instead of one that is met.
import { UnsupportedSchema, cut, quoted, shown } from "./faults.js";
import { has, isCount, isNumber, isObject, isSame, numberOf } from "./values.js";

const MAXIMUM_STEPS = 100000;
const MAXIMUM_DEPTH = 120;
const SCHEMA_DRAFTS = {
  "https://json-schema.org/draft/2019-09/schema": 2019,
  "https://json-schema.org/draft/2020-12/schema": 2020,
};
const ANNOTATIONS = new Set(
  ["$schema", "$id", "$defs", "$comment", "title", "description", "default", "examples", "format", "definitions"],
);
const SCHEMA_TYPES = {
  null: (value) => value === null,
  boolean: (value) => typeof value === "boolean",
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: isNumber,
  integer: (value) => isCount(value) || (isNumber(value) && Number.isInteger(numberOf(value))),
};

/** Where and how a document departs from a schema, in a sentence; null when it conforms. Throws UnsupportedSchema. */
export function findViolation(document, schema, withPatterns) {
  const stated = isObject(schema) ? schema.$schema : null;
  const name = shown(stated).replace(/#$/, "");
  if (!has(SCHEMA_DRAFTS, name)) {
    throw new UnsupportedSchema(`The schema is of another draft than 2019-09 and 2020-12: ${quoted(cut(shown(stated), 80))}.`);
  }
  return new Validation(schema, SCHEMA_DRAFTS[name], withPatterns).check(document, schema, "", 0);
}

class Misused extends Error {}

class Validation {
  constructor(root, draft, withPatterns) {
    Object.assign(this, { root, draft, withPatterns, steps: 0 });
  }

  check(value, schema, path, depth) {
    this.steps += 1;
    if (this.steps > MAXIMUM_STEPS || depth > MAXIMUM_DEPTH) {
      throw new UnsupportedSchema("The schema takes too many steps to check.");
    }
    if (schema === true) return null;
    if (schema === false) return notAllowed(path, "false");
    if (!isObject(schema)) {
      throw new UnsupportedSchema(`The schema holds ${quoted(cut(shown(schema), 60))} in the place of a schema.`);
    }
    for (const [keyword, given] of Object.entries(schema)) {
      if (ANNOTATIONS.has(keyword)) continue;
      if (!has(RULES, keyword)) throw unknownKeyword(keyword);
      const found = this.followed(keyword, { value, given, schema, path, depth: depth + 1 });
      if (found !== null) return found;
    }
    return null;
  }

  followed(keyword, at) {
    try {
      return RULES[keyword](this, at) ?? null;
    } catch (error) {
      if (error instanceof UnsupportedSchema) throw error;
      if (error instanceof Misused || error instanceof SyntaxError) throw misused(keyword);
      throw error;
    }
  }

  first(pairs, path, depth) {
    for (const [value, schema, where] of pairs) {
      const found = this.check(value, schema, where ?? path, depth);
      if (found !== null) return found;
    }
    return null;
  }

  resolve(reference) {
    if (typeof reference !== "string" || !`${reference}/`.startsWith("#/")) {
      throw new UnsupportedSchema(`The schema refers to another one: ${quoted(cut(shown(reference), 80))}.`);
    }
    let found = this.root;
    for (const raw of reference.slice(1).split("/").slice(1)) {
      const step = raw.replaceAll("~1", "/").replaceAll("~0", "~");
      if (!isObject(found) || !has(found, step)) {
        throw new UnsupportedSchema(`The schema refers to ${quoted(cut(reference, 80))}, which isn't in it.`);
      }
      found = found[step];
    }
    return found;
  }
}

const RULES = {
  $ref: (v, { value, given, path, depth }) => v.check(value, v.resolve(given), path, depth),
  type(v, { value, given, path }) {
    const names = Array.isArray(given) ? given : [given];
    if (names.some((name) => typeof name === "object" && name !== null)) throw new Misused();
    const unknown = names.find((name) => typeof name !== "string" || !has(SCHEMA_TYPES, name));
    if (unknown !== undefined) {
      throw new UnsupportedSchema(`The schema names the type ${quoted(cut(shown(unknown), 60))}, which there isn't.`);
    }
    return names.some((name) => SCHEMA_TYPES[name](value)) ? null : `${named(path)} must be of the type ${names.join(" or ")}.`;
  },
  enum: (v, { value, given, path }) => (arrayOf(given).some((one) => isSame(value, one)) ? null : notAllowed(path, "enum")),
  const: (v, { value, given, path }) => (isSame(value, given) ? null : notAllowed(path, "const")),
  pattern(v, { value, given, path }) {
    if (!v.withPatterns) {
      throw new UnsupportedSchema("The schema holds a regular expression, which isn't run for strangers.");
    }
    if (typeof value !== "string") return null;
    if (typeof given !== "string") throw new Misused();
    return new RegExp(given).test(value) ? null : notAllowed(path, "pattern");
  },
  required(v, { value, given, path }) {
    if (!isObject(value)) return null;
    const missing = arrayOf(given).find((name) => {
      if (typeof name !== "string") throw new Misused();
      return !has(value, name);
    });
    return missing === undefined ? null : `${named(within(path, missing))} is missing.`;
  },
  properties(v, { value, given, path, depth }) {
    if (!isObject(given)) throw new Misused();
    const names = isObject(value) ? Object.keys(given).filter((name) => has(value, name)) : [];
    return v.first(names.map((name) => [value[name], given[name], within(path, name)]), path, depth);
  },
  additionalProperties(v, { value, given, schema, path, depth }) {
    const known = schema.properties ?? {};
    const names = isObject(value) ? Object.keys(value).filter((name) => !has(known, name)) : [];
    return v.first(names.map((name) => [value[name], given, within(path, name)]), path, depth);
  },
  items(v, { value, given, schema, path, depth }) {
    if (v.draft !== 2019 && Array.isArray(given)) throw misused("items");
    const rest = schema.additionalItems ?? true;
    const rule = (number) => (!Array.isArray(given) ? given : number < given.length ? given[number] : rest);
    const entries = Array.isArray(value) ? value : [];
    return v.first(entries.map((entry, number) => [entry, rule(number), `${path}[${number}]`]), path, depth);
  },
  additionalItems(v) {
    if (v.draft !== 2019) throw unknownKeyword("additionalItems");
    return null; // `items` reads it
  },
  contains(v, { value, given, path, depth }) {
    const isNone = Array.isArray(value) && value.every((entry) => v.check(entry, given, path, depth) !== null);
    return isNone ? notAllowed(path, "contains") : null;
  },
  minItems: (v, { value, given, path }) =>
    Array.isArray(value) && value.length < limitOf(given) ? notAllowed(path, "minItems") : null,
  maxItems: (v, { value, given, path }) =>
    Array.isArray(value) && value.length > limitOf(given) ? notAllowed(path, "maxItems") : null,
  allOf: (v, { value, given, path, depth }) => v.first(arrayOf(given).map((one) => [value, one]), path, depth),
  anyOf: (v, { value, given, path, depth }) =>
    arrayOf(given).every((one) => v.check(value, one, path, depth) !== null) ? notAllowed(path, "anyOf") : null,
  oneOf: (v, { value, given, path, depth }) =>
    arrayOf(given).filter((one) => v.check(value, one, path, depth) === null).length === 1 ? null : notAllowed(path, "oneOf"),
};

function arrayOf(given) {
  if (!Array.isArray(given)) throw new Misused();
  return given;
}

function limitOf(given) {
  if (!isNumber(given) && typeof given !== "boolean") throw new Misused();
  return numberOf(given);
}

const unknownKeyword = (keyword) =>
  new UnsupportedSchema(`The schema uses ${quoted(cut(keyword, 60))}, which isn't understood here.`);
const misused = (keyword) => new UnsupportedSchema(`The schema gives ${quoted(keyword)} a value that it can't have.`);
const within = (path, name) => (path ? `${path}.${cut(name, 100)}` : cut(name, 100));
const named = (path) => cut(path, 200) || "The whole";
const notAllowed = (path, keyword) => `${named(path)} isn't what the schema allows there (${keyword}).`;
