// Bytes in the alphabets in which credentials write them.
import { BadKey, quoted } from "./faults.js";

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGITS = new Uint8Array(128).fill(255);
for (let digit = 0; digit < 64; digit += 1) DIGITS[BASE64.charCodeAt(digit)] = digit;
DIGITS["+".charCodeAt(0)] = 62;
DIGITS["/".charCodeAt(0)] = 63;
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

export const utf8 = (text) => new TextEncoder().encode(text);
export const latin1 = (bytes) => {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join("");
};
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const isSameBytes = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
export const startsWith = (bytes, start) => bytes.length >= start.length && start.every((byte, at) => byte === bytes[at]);

/** The bytes of base64 in either alphabet, its padding left out; null where it isn't that. */
export function decodeBase64(text) {
  const length = text.length;
  if (length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let place = 0; place < length; place += 1) {
    const code = text.charCodeAt(place);
    const digit = code < 128 ? DIGITS[code] : 255;
    if (digit === 255) return null;
    held = (held << 6) | digit;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (held >> bits) & 255;
      at += 1;
    }
  }
  return bytes;
}

export function base64url(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += BASE64[three >> 18] + BASE64[(three >> 12) & 63] + BASE64[(three >> 6) & 63] + BASE64[three & 63];
  }
  return text.slice(0, Math.ceil((bytes.length * 4) / 3));
}

/** The bytes of base64url without padding; null where `text` isn't their one form. */
export function readBase64url(text, most = 2000) {
  if (typeof text !== "string" || text.length > most) return null;
  const bytes = decodeBase64(text);
  return bytes !== null && base64url(bytes) === text ? bytes : null;
}

/** The bytes of base58btc; throws BadKey. */
export function decodeBase58(text, most = 200) {
  const letters = [...text];
  if (letters.length > most) {
    throw new BadKey(`A base58 value of ${letters.length} characters is longer than ${most}.`);
  }
  let number = 0n;
  for (const letter of letters) {
    const digit = BASE58.indexOf(letter);
    if (digit < 0) throw new BadKey(`${quoted(letter)} is not a base58 character.`);
    number = number * 58n + BigInt(digit);
  }
  const zeros = text.length - text.replace(/^1+/, "").length;
  return joined(new Uint8Array(zeros), number ? bytesOf(number) : new Uint8Array(0));
}

export function encodeBase58(bytes) {
  let text = "";
  for (let number = numberOfBytes(bytes); number; number /= 58n) text = BASE58[Number(number % 58n)] + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return "1".repeat(zeros < 0 ? bytes.length : zeros) + text;
}

/** The number that bytes are, the first one the largest. */
export const numberOfBytes = (bytes) => (bytes.length ? BigInt(`0x${hex(bytes)}`) : 0n);

/** The bytes of a number, as few as it takes, or filled up to `size`. */
export function bytesOf(number, size = 0) {
  const digits = number.toString(16);
  const even = digits.padStart(Math.max(size * 2, digits.length + (digits.length % 2)), "0");
  return Uint8Array.from(even.match(/../g), (pair) => parseInt(pair, 16));
}

/** What a multibase value holds in base58btc or base64url; null for another one. */
export function readMultibase(text) {
  if (text.startsWith("u")) return readBase64url(text.slice(1));
  try {
    return text.startsWith("z") ? decodeBase58(text.slice(1)) : null;
  } catch {
    return null;
  }
}

