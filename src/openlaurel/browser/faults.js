// What can be wrong with a badge, by the package of core that says so. The sentences are those of the server, letter for
// letter: pages translate them by their form.

export class CredentialsError extends Error {}
export class KeysError extends Error {}
export class BadKey extends KeysError {}
export class BadSignature extends KeysError {}
export class StatusError extends Error {}
export class BakingError extends Error {}
export class BadMoment extends Error {}
export class BadDigest extends Error {}
export class UnsupportedSchema extends Error {}

export class ProofsError extends Error {}
export class InvalidDocument extends ProofsError {}
export class MalformedProof extends ProofsError {}
export class UnsupportedProof extends ProofsError {}
export class BrokenChain extends ProofsError {}
export class UnfitKey extends ProofsError {}
export class ProofMismatch extends ProofsError {}
export class WorkLimit extends ProofsError {}

export class UnknownContext extends ProofsError {
  constructor(url) {
    super(`The context ${cut(url, 300)} is not among the bundled ones.`);
    this.url = url;
  }
}

export class UndefinedTerm extends ProofsError {
  constructor(term) {
    super(`No context defines ${quoted(cut(term, 200))}, so a signature wouldn't cover it.`);
    this.term = term;
  }
}

export class HiddenTerm extends ProofsError {
  constructor(term) {
    super(`The document uses ${quoted(cut(term, 200))} where only plain names are read.`);
    this.term = term;
  }
}

/** This browser has no means for a check; `lacks` names what it lacks. Nothing is said about the badge. */
export class BrowserLacks extends Error {
  constructor(lacks) {
    super(lacks);
    this.lacks = lacks;
  }
}

/** The first `most` characters of a text; a character is never cut in two. */
export function cut(text, most) {
  return text.length <= most ? text : [...text.slice(0, 2 * most)].slice(0, most).join("");
}

const NAMED_ESCAPES = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text in quotation marks, as the server's sentences name what a file holds. */
export function quoted(text) {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = text.replace(/[\\'\p{C}\p{Z}]/gu, (found) => {
    if (found === " ") return found;
    if (found === "'") return mark === "'" ? "\\'" : found;
    const code = found.codePointAt(0);
    if (NAMED_ESCAPES[found]) return NAMED_ESCAPES[found];
    if (code < 256) return `\\x${code.toString(16).padStart(2, "0")}`;
    if (code < 65536) return `\\u${code.toString(16).padStart(4, "0")}`;
    return `\\U${code.toString(16).padStart(8, "0")}`;
  });
  return mark + inside + mark;
}

/** Whatever a JSON value is, as those sentences write it. */
export function shown(value) {
  return typeof value === "string" ? value : inside(value);
}

function inside(value) {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(inside).join(", ")}]`;
  if (typeof value === "object" && !("whole" in value && Object.getPrototypeOf(value) !== null)) {
    return `{${Object.keys(value).map((name) => `${quoted(name)}: ${inside(value[name])}`).join(", ")}}`;
  }
  return String(value);
}

export const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
