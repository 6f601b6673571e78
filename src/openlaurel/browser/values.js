// What JSON values are to the checks: the same distinctions as on the server.

/** A number that was written with a point or an exponent and is whole all the same: 1.0 is no count. */
export class WholeFraction {
  constructor(whole) {
    this.whole = whole;
  }

  toString() {
    return Math.abs(this.whole) < 1e16 ? `${this.whole}.0` : this.whole.toExponential().replace(/e\+?(-?)(\d)$/, "e+$10$2");
  }
}

export const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof WholeFraction);
export const isText = (value) => typeof value === "string";
export const isCount = (value) => typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
export const isNumber = (value) =>
  typeof value === "number" || typeof value === "bigint" || value instanceof WholeFraction;
export const has = (object, name) => Object.prototype.hasOwnProperty.call(object, name);
export const listed = (value) => (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]);
export const isAbsent = (value) => value === null || value === undefined;

/** The value of a number as JavaScript counts. */
export const numberOf = (value) => (value instanceof WholeFraction ? value.whole : Number(value));

/** A copy of an object with these fields, without what objects of programs inherit. */
export const withFields = (object, fields) => Object.assign(Object.create(null), object, fields);

export function without(object, name) {
  const copy = withFields(object, {});
  delete copy[name];
  return copy;
}

/** Texts in the order of their code points, in which the standards sort. */
export function byCodePoint(one, other) {
  const length = Math.min(one.length, other.length);
  for (let place = 0; place < length; place += 1) {
    const a = one.charCodeAt(place);
    const b = other.charCodeAt(place);
    // A surrogate stands for a character beyond all of U+E000 to U+FFFF.
    if (a !== b) return (isSurrogate(a) ? a + 0x10000 : a) - (isSurrogate(b) ? b + 0x10000 : b);
  }
  return one.length - other.length;
}

const isSurrogate = (unit) => unit >= 0xd800 && unit <= 0xdfff;

export const sortedKeys = (object) => Object.keys(object).sort(byCodePoint);

/** Whether two JSON values are the same. */
export function isSame(one, other) {
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((v, i) => isSame(v, other[i]))
    );
  }
  if (isObject(one) || isObject(other)) {
    if (!isObject(one) || !isObject(other)) return false;
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((k) => has(other, k) && isSame(one[k], other[k]));
  }
  if (isNumber(one) && isNumber(other)) {
    return typeof one === "bigint" || typeof other === "bigint" ? one == other : numberOf(one) === numberOf(other);
  }
  return one === other;
}

/** White space as the server counts it; to JavaScript a byte order mark is some, and a few separators aren't. */
export const SPACES = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const OUTER_SPACE = new RegExp(`^[${SPACES}]+|[${SPACES}]+$`, "g");
export const stripped = (text) => text.replace(OUTER_SPACE, "");
