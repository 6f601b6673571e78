// JSON Canonicalization Scheme (RFC 8785).
import { utf8 } from "./bytes.js";
import { InvalidDocument } from "./faults.js";
import { WholeFraction } from "./values.js";

export const SAFE_INTEGER = 2n ** 53n;

/** The canonical bytes of a JSON value; throws InvalidDocument for an integer beyond 2^53 and half of a character. */
export const canonicalJson = (value) => utf8(jsonText(value));

export function jsonText(value) {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (typeof value === "bigint") {
    if (value > SAFE_INTEGER || value < -SAFE_INTEGER) throw new InvalidDocument(`The integer ${value} is beyond 2^53.`);
    return String(value);
  }
  if (value instanceof WholeFraction) return jsonText(value.whole);
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new InvalidDocument("A string holds a lone surrogate.");
    return JSON.stringify(value);
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  // Objects sort by UTF-16 units here (3.2.3), which is how JavaScript compares.
  const members = Object.keys(value).sort().map((name) => `${jsonText(name)}:${jsonText(value[name])}`);
  return `{${members.join(",")}}`;
}
