// JSON read strictly: bounded in size and depth, no key twice, nothing that JSON doesn't have (RFC 8259; I-JSON).
import { CredentialsError, cut, grouped, quoted } from "./faults.js";
import { WholeFraction } from "./values.js";

export const MAX_BYTES = 5 * 1024 * 1024;
const MAX_DEPTH = 64;
const LONGEST_INTEGER = 4300;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** The value of a JSON text, given as bytes or text. Objects inherit nothing. Throws CredentialsError. */
export function parseJson(data) {
  const bytes = typeof data === "string" ? encodedText(data) : data;
  if (bytes.length > MAX_BYTES) {
    throw new CredentialsError(
      `The document has ${grouped(bytes.length)} bytes; at most ${grouped(MAX_BYTES)} are read.`,
    );
  }
  checkDepth(bytes);
  const reader = new JsonReader(decodedText(bytes));
  const value = reader.document();
  if (reader.sawSurrogate && !isWholeText(value)) {
    throw new CredentialsError("The document holds half of a character (a lone surrogate), which is not text.");
  }
  return value;
}

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function encodedText(text) {
  const lone = LONE.exec(text);
  if (lone) throw notUtf8(new TextEncoder().encode(text.slice(0, lone.index)).length);
  return new TextEncoder().encode(text);
}

function decodedText(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8(firstBadByte(bytes));
  }
}

const notUtf8 = (place) => new CredentialsError(`The document is not UTF-8 text (byte ${place}).`);

/** Where the first sequence begins that isn't UTF-8; the length where all are. */
export function firstBadByte(bytes) {
  if (isWellFormed(bytes, false)) return bytes.length;
  let good = 0;
  for (let step = bytes.length; step >= 1; step = step > 1 ? Math.ceil(step / 2) : 0) {
    while (good + step <= bytes.length && isWellFormed(bytes.subarray(0, good + step))) good += step;
  }
  // The last of the good ones may be the beginning of a sequence that goes wrong.
  for (let back = 0; back <= 3; back += 1) {
    if (isWellFormed(bytes.subarray(0, good - back), false)) return good - back;
  }
  return good;
}

function isWellFormed(bytes, stream = true) {
  try {
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

function checkDepth(bytes) {
  let depth = 0;
  for (let place = 0; place < bytes.length; place += 1) {
    const byte = bytes[place];
    if (byte === 0x22) {
      for (place += 1; place < bytes.length && bytes[place] !== 0x22; place += 1) if (bytes[place] === 0x5c) place += 1;
    } else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > MAX_DEPTH) throw new CredentialsError(`The document is nested deeper than ${MAX_DEPTH} levels.`);
    } else if (byte === 0x5d || byte === 0x7d) {
      depth -= 1;
    }
  }
}

function isWholeText(value) {
  if (typeof value === "string") return !LONE.test(value);
  if (Array.isArray(value)) return value.every(isWholeText);
  if (typeof value !== "object" || value === null || value instanceof WholeFraction) return true;
  return Object.entries(value).every(([name, entry]) => !LONE.test(name) && isWholeText(entry));
}

class JsonReader {
  constructor(text) {
    this.text = text;
    this.place = 0;
    this.sawSurrogate = false;
  }

  document() {
    const value = this.value();
    this.space();
    if (this.place < this.text.length) throw this.fault("Extra data");
    return value;
  }

  fault(message, place = this.place) {
    const before = this.text.slice(0, place);
    const line = before.split("\n").length;
    const column = [...before.slice(before.lastIndexOf("\n") + 1)].length + 1;
    return new CredentialsError(`The document is not JSON: ${message} in line ${line}, column ${column}.`);
  }

  space() {
    SPACE.lastIndex = this.place;
    SPACE.exec(this.text);
    this.place = SPACE.lastIndex;
  }

  value() {
    this.space();
    const first = this.text[this.place];
    if (first === "{") return this.object();
    if (first === "[") return this.array();
    if (first === '"') return this.string();
    for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
      if (this.text.startsWith(word, this.place)) {
        this.place += word.length;
        return value;
      }
    }
    for (const word of ["NaN", "Infinity", "-Infinity"]) {
      if (this.text.startsWith(word, this.place)) throw new CredentialsError(`${word} is not JSON.`);
    }
    return this.number();
  }

  number() {
    NUMBER.lastIndex = this.place;
    const found = NUMBER.exec(this.text);
    if (!found) throw this.fault("Expecting value");
    this.place = NUMBER.lastIndex;
    if (found[2] === undefined && found[3] === undefined) {
      if (found[1].length > LONGEST_INTEGER) {
        throw new CredentialsError("The document holds a number or a nesting that can't be read.");
      }
      const number = Number(found[1]);
      return Math.abs(number) < 2 ** 53 ? number : BigInt(found[1]);
    }
    const number = Number(found[0]);
    if (!Number.isFinite(number)) {
      throw new CredentialsError(`The number ${cut(found[0], 40)} is too large to be read.`);
    }
    return Number.isInteger(number) ? new WholeFraction(number) : number;
  }

  string() {
    const start = this.place;
    const parts = [];
    this.place += 1;
    for (;;) {
      PLAIN.lastIndex = this.place;
      parts.push(PLAIN.exec(this.text)[0]);
      this.place = PLAIN.lastIndex;
      const next = this.text[this.place];
      if (next === '"') break;
      if (next === undefined) throw this.fault("Unterminated string starting at", start);
      if (next !== "\\") throw this.fault("Invalid control character at");
      parts.push(this.escaped(start));
    }
    this.place += 1;
    return parts.join("");
  }

  escaped(start) {
    const letter = this.text[this.place + 1];
    if (letter === undefined) throw this.fault("Unterminated string starting at", start);
    if (letter !== "u") {
      if (!Object.prototype.hasOwnProperty.call(ESCAPES, letter)) throw this.fault("Invalid \\escape");
      this.place += 2;
      return ESCAPES[letter];
    }
    const digits = this.text.slice(this.place + 2, this.place + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.fault("Invalid \\uXXXX escape", this.place + 1);
    this.place += 6;
    const unit = parseInt(digits, 16);
    this.sawSurrogate ||= unit >= 0xd800 && unit <= 0xdfff;
    return String.fromCharCode(unit);
  }

  array() {
    const values = [];
    this.place += 1;
    this.space();
    if (this.text[this.place] === "]") {
      this.place += 1;
      return values;
    }
    for (;;) {
      values.push(this.value());
      this.space();
      const next = this.text[this.place];
      if (next === "]") break;
      if (next !== ",") throw this.fault("Expecting ',' delimiter");
      this.place += 1;
    }
    this.place += 1;
    return values;
  }

  object() {
    const object = Object.create(null);
    let twice = null;
    this.place += 1;
    this.space();
    if (this.text[this.place] === "}") {
      this.place += 1;
      return object;
    }
    for (;;) {
      this.space();
      if (this.text[this.place] !== '"') throw this.fault("Expecting property name enclosed in double quotes");
      const name = this.string();
      this.space();
      if (this.text[this.place] !== ":") throw this.fault("Expecting ':' delimiter");
      this.place += 1;
      if (name in object) twice ??= name;
      object[name] = this.value();
      this.space();
      const next = this.text[this.place];
      if (next === "}") break;
      if (next !== ",") throw this.fault("Expecting ',' delimiter");
      this.place += 1;
    }
    this.place += 1;
    if (twice !== null) {
      throw new CredentialsError(`The key ${quoted(cut(twice, 100))} appears twice in one object.`);
    }
    return object;
  }
}
