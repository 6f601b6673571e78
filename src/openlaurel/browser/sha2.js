// SHA-256, SHA-384 and SHA-512 (FIPS 180-4), at once and not by a promise: canonicalizing asks for a hash at each step.
import { hex, utf8 } from "./bytes.js";

const PRIMES = [];
for (let number = 2; PRIMES.length < 80; number += 1) if (PRIMES.every((prime) => number % prime)) PRIMES.push(number);

/** The first 64 bits behind the point of a prime's square (2) or cube (3) root, from which the standard takes its constants. */
function fraction(prime, power) {
  const whole = BigInt(prime) << BigInt(64 * power);
  let root = 1n << 72n;
  for (;;) {
    const next = power === 2 ? (root + whole / root) / 2n : (2n * root + whole / (root * root)) / 3n;
    if (next >= root) break;
    root = next;
  }
  return root & 0xffffffffffffffffn;
}

const CUBES = PRIMES.map((prime) => fraction(prime, 3));
const SQUARES = PRIMES.slice(0, 16).map((prime) => fraction(prime, 2));
const high = (number) => Number(number >> 32n) | 0;
const low = (number) => Number(number & 0xffffffffn) | 0;
const KEYS_HIGH = Int32Array.from(CUBES, high);
const KEYS_LOW = Int32Array.from(CUBES, low);

function padded(data, block) {
  const whole = new Uint8Array(Math.ceil((data.length + 1 + block / 8) / block) * block);
  whole.set(data);
  whole[data.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, Math.floor(data.length / 0x20000000));
  view.setUint32(whole.length - 4, data.length << 3);
  return view;
}

const turn = (word, by) => (word >>> by) | (word << (32 - by));

export function sha256(data) {
  const view = padded(data, 64);
  const state = Int32Array.from(SQUARES.slice(0, 8), high);
  const words = new Int32Array(64);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let t = 0; t < 16; t += 1) words[t] = view.getInt32(at + t * 4);
    for (let t = 16; t < 64; t += 1) {
      const w15 = words[t - 15];
      const w2 = words[t - 2];
      const s0 = turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3);
      const s1 = turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10);
      words[t] = (words[t - 16] + s0 + words[t - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t += 1) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const one = (h + s1 + ((e & f) ^ (~e & g)) + KEYS_HIGH[t] + words[t]) | 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, place) => (state[place] = (state[place] + word) | 0));
  }
  return bytesOfWords(state);
}

export const sha512 = (data) => bytesOfWords(wide(data, 0));
export const sha384 = (data) => bytesOfWords(wide(data, 8)).subarray(0, 48);

/** SHA-512 from one of two beginnings; each word of 64 bits is two of 32. */
function wide(data, beginning) {
  const view = padded(data, 128);
  const state = new Int32Array(16);
  SQUARES.slice(beginning, beginning + 8).forEach((number, place) => {
    state[place * 2] = high(number);
    state[place * 2 + 1] = low(number);
  });
  const words = new Int32Array(160);
  for (let at = 0; at < view.byteLength; at += 128) {
    for (let t = 0; t < 32; t += 1) words[t] = view.getInt32(at + t * 4);
    for (let t = 32; t < 160; t += 2) schedule(words, t);
    compress(state, words);
  }
  return state;
}

const highOf = (h, l, by) => (by < 32 ? (h >>> by) | (l << (32 - by)) : (l >>> (by - 32)) | (h << (64 - by)));
const lowOf = (h, l, by) => highOf(l, h, by);
/** What is carried into the high halves when low halves are added up. */
const carry = (...lows) => Math.floor(lows.reduce((sum, word) => sum + (word >>> 0), 0) / 0x100000000);

function schedule(words, t) {
  const [h15, l15, h2, l2] = [words[t - 30], words[t - 29], words[t - 4], words[t - 3]];
  const s0h = highOf(h15, l15, 1) ^ highOf(h15, l15, 8) ^ (h15 >>> 7);
  const s0l = lowOf(h15, l15, 1) ^ lowOf(h15, l15, 8) ^ ((l15 >>> 7) | (h15 << 25));
  const s1h = highOf(h2, l2, 19) ^ highOf(h2, l2, 61) ^ (h2 >>> 6);
  const s1l = lowOf(h2, l2, 19) ^ lowOf(h2, l2, 61) ^ ((l2 >>> 6) | (h2 << 26));
  const lows = [words[t - 31], s0l, words[t - 13], s1l];
  words[t + 1] = lows.reduce((sum, word) => (sum + word) | 0);
  words[t] = (words[t - 32] + s0h + words[t - 14] + s1h + carry(...lows)) | 0;
}

function compress(state, words) {
  let [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, hh, hl] = state;
  for (let t = 0; t < 80; t += 1) {
    const s1h = highOf(eh, el, 14) ^ highOf(eh, el, 18) ^ highOf(eh, el, 41);
    const s1l = lowOf(eh, el, 14) ^ lowOf(eh, el, 18) ^ lowOf(eh, el, 41);
    const chl = (el & fl) ^ (~el & gl);
    const wl = words[t * 2 + 1];
    const onel = (hl + s1l + chl + KEYS_LOW[t] + wl) | 0;
    const chh = (eh & fh) ^ (~eh & gh);
    const oneh = (hh + s1h + chh + KEYS_HIGH[t] + words[t * 2] + carry(hl, s1l, chl, KEYS_LOW[t], wl)) | 0;
    const s0h = highOf(ah, al, 28) ^ highOf(ah, al, 34) ^ highOf(ah, al, 39);
    const s0l = lowOf(ah, al, 28) ^ lowOf(ah, al, 34) ^ lowOf(ah, al, 39);
    const majl = (al & bl) ^ (al & cl) ^ (bl & cl);
    const twoh = (s0h + ((ah & bh) ^ (ah & ch) ^ (bh & ch)) + carry(s0l, majl)) | 0;
    const twol = (s0l + majl) | 0;
    hh = gh; hl = gl; gh = fh; gl = fl; fh = eh; fl = el;
    eh = (dh + oneh + carry(dl, onel)) | 0; el = (dl + onel) | 0;
    dh = ch; dl = cl; ch = bh; cl = bl; bh = ah; bl = al;
    ah = (oneh + twoh + carry(onel, twol)) | 0; al = (onel + twol) | 0;
  }
  [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, hh, hl].forEach((word, place, all) => {
    if (place % 2) return;
    const sum = carry(state[place + 1], all[place + 1]);
    state[place + 1] = (state[place + 1] + all[place + 1]) | 0;
    state[place] = (state[place] + word + sum) | 0;
  });
}

function bytesOfWords(words) {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  words.forEach((word, place) => view.setInt32(place * 4, word));
  return new Uint8Array(view.buffer);
}

const HASHES = { sha256, sha384, sha512 };

export const digest = (data, algorithm) => HASHES[algorithm](data);
export const hexDigest = (text, algorithm) => hex(digest(utf8(text), algorithm));
