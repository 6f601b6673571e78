// Public keys: the kinds, the forms in which they are written down, and what their signatures are checked with.
import { decodeBase58, encodeBase58, bytesOf, joined, numberOfBytes, readBase64url, startsWith } from "./bytes.js";
import { BadKey, BadSignature, BrowserLacks } from "./faults.js";
import { has, isObject } from "./values.js";

const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
const number = (digits) => BigInt(`0x${digits}`);

const P256 = {
  prime: number("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
  order: number("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
  b: number("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
};
const P384 = {
  prime: number("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff"),
  order: number("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
  b: number("b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef"),
};

/** In this order a stranger's key is compared with the kinds that are understood. */
export const KEY_KINDS = [
  {
    kind: "Ed25519", keyType: "OKP", multicodec: [0xed, 0x01], coordinates: ["x"], size: 32, signatureBytes: 64,
    algorithms: ["EdDSA", "Ed25519"],
  },
  {
    kind: "P-256", keyType: "EC", multicodec: [0x80, 0x24], coordinates: ["x", "y"], size: 32, signatureBytes: 64,
    algorithms: ["ES256"], curve: P256, hash: "SHA-256",
  },
  {
    kind: "P-384", keyType: "EC", multicodec: [0x81, 0x24], coordinates: ["x", "y"], size: 48, signatureBytes: 96,
    algorithms: ["ES384"], curve: P384, hash: "SHA-384",
  },
];
const NAMES = (kinds) => kinds.map((one) => one.kind).join(" or ");

/** A key as a Multikey, of one of the `kinds`; throws BadKey. `point` are the bytes that WebCrypto takes. */
export function keyOfMultibase(text, kinds = KEY_KINDS) {
  if (!text.startsWith("z")) throw new BadKey("A Multikey must be base58btc and start with 'z'.");
  const data = decodeBase58(text.slice(1));
  const kind = kinds.find((one) => startsWith(data, one.multicodec));
  if (!kind) throw new BadKey(`This Multikey is of another kind than ${NAMES(kinds)}.`);
  return keyOfBytes(kind, data.subarray(kind.multicodec.length));
}

/** A key of its raw bytes: an Ed25519 point, or a compressed point of a curve (SEC 1, 2.3.3). */
export function keyOfBytes(kind, raw) {
  if (!kind.curve) {
    if (raw.length !== kind.size) throw new BadKey(`An Ed25519 public key has 32 bytes, not ${raw.length}.`);
    return { ...kind, raw, point: raw };
  }
  if (raw.length !== kind.size + 1 || (raw[0] !== 2 && raw[0] !== 3)) {
    throw new BadKey(`A ${kind.kind} key is a compressed point of ${kind.size + 1} bytes.`);
  }
  const x = numberOfBytes(raw.subarray(1));
  let y = root(kind.curve, x);
  if (y === null) throw new BadKey(`The key is not a point of ${kind.kind}.`);
  if ((y & 1n) !== BigInt(raw[0] & 1)) y = kind.curve.prime - y;
  return { ...kind, raw, point: joined([4], bytesOf(x, kind.size), bytesOf(y, kind.size)) };
}

/** A y for an x on the curve, whose prime is 3 modulo 4; null where there is none. */
function root({ prime, b }, x) {
  if (x >= prime) return null;
  const square = (((x * x * x - 3n * x + b) % prime) + prime) % prime;
  const y = power(square, (prime + 1n) / 4n, prime);
  return (y * y) % prime === square ? y : null;
}

function power(base, exponent, modulus) {
  let result = 1n;
  for (let left = exponent, square = base; left; left >>= 1n, square = (square * square) % modulus) {
    if (left & 1n) result = (result * square) % modulus;
  }
  return result;
}

/** A public JWK, read strictly; throws BadKey. One that holds a private key is refused. */
export function keyOfJwk(jwk) {
  if (!isObject(jwk)) throw new BadKey("A JWK must be a JSON object.");
  const kind = KEY_KINDS.find((one) => jwk.kty === one.keyType && jwk.crv === one.kind);
  if (!kind) throw new BadKey(`This JWK is of another kind than ${NAMES(KEY_KINDS)}.`);
  checkPurpose(jwk, kind);
  const points = kind.coordinates.map((name) => coordinate(jwk, name, kind));
  if (!kind.curve) return keyOfBytes(kind, points[0]);
  const [x, y] = points;
  const found = root(kind.curve, numberOfBytes(x));
  const given = numberOfBytes(y);
  if (found === null || given >= kind.curve.prime || (given !== found && given !== kind.curve.prime - found)) {
    throw new BadKey(`The JWK's 'x' and 'y' are not a point of ${kind.kind}.`);
  }
  return keyOfBytes(kind, joined([2 + (y[y.length - 1] & 1)], x));
}

function checkPurpose(jwk, kind) {
  const held = PRIVATE_MEMBERS.find((name) => has(jwk, name));
  if (held) throw new BadKey(`The JWK holds a private key ('${held}'), which must not be published.`);
  if (has(jwk, "use") && jwk.use !== "sig") throw new BadKey("The JWK's 'use' is another than 'sig'.");
  if (has(jwk, "key_ops") && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes("verify"))) {
    throw new BadKey("The JWK's 'key_ops' don't include 'verify'.");
  }
  if (has(jwk, "alg") && !kind.algorithms.includes(jwk.alg)) {
    throw new BadKey(`The JWK's 'alg' doesn't fit its curve ${kind.kind}.`);
  }
}

function coordinate(jwk, name, kind) {
  const value = readBase64url(jwk[name]);
  if (value === null) throw new BadKey(`The JWK's '${name}' is not base64url without padding.`);
  if (value.length !== kind.size) {
    throw new BadKey(`The JWK's '${name}' has ${value.length} bytes; on ${kind.kind} it has ${kind.size}.`);
  }
  return value;
}

export const multibaseOf = (key) => `z${encodeBase58(joined(key.multicodec, key.raw))}`;

/** Returns when `signature` is the key's over `data`, else throws BadSignature; BrowserLacks where it can't be told. */
export async function checkSignature(key, signature, data) {
  if (signature.length !== key.signatureBytes) {
    const name = key.curve ? `An ECDSA signature on ${key.kind}` : "An Ed25519 signature";
    throw new BadSignature(`${name} has ${key.signatureBytes} bytes, this one ${signature.length}.`);
  }
  const check = key.curve ? inRange : isFit;
  check(key, signature);
  const algorithm = key.curve ? { name: "ECDSA", namedCurve: key.kind, hash: key.hash } : { name: "Ed25519" };
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) throw new BrowserLacks(key.kind);
  let imported;
  try {
    imported = await subtle.importKey("raw", key.point, algorithm, false, ["verify"]);
  } catch (error) {
    if (error.name === "NotSupportedError") throw new BrowserLacks(key.kind);
    throw new BadSignature("The signature doesn't match.");
  }
  if (!(await subtle.verify(algorithm, imported, signature, data))) {
    throw new BadSignature("The signature doesn't match.");
  }
}

/** Both numbers lie between 1 and the order less one (FIPS 186-5, 6.4.2). */
function inRange({ curve, kind, size }, signature) {
  for (const part of [signature.subarray(0, size), signature.subarray(size)]) {
    const value = numberOfBytes(part);
    if (!(value > 0n && value < curve.order)) {
      throw new BadSignature(`A number of the signature is outside the range of ${kind}.`);
    }
  }
}

const FIELD = 2n ** 255n - 19n;
const GROUP = 2n ** 252n + 27742317777372353535851937790883648493n;
const EIGHTH = number("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826");
// The y of each point whose order divides the cofactor: with such a key anything can be signed.
const SMALL_ORDER = new Set([
  0n,
  1n,
  FIELD - 1n,
  EIGHTH,
  FIELD - EIGHTH,
]);

/** What libsodium refuses, which browsers let through in part: numbers not in their one form, points of small order. */
function isFit(key, signature) {
  const place = (bytes) => numberOfBytes(Uint8Array.from(bytes).reverse()) & (2n ** 255n - 1n);
  const [y, r, s] = [place(key.raw), place(signature.subarray(0, 32)), signature.subarray(32)];
  const isSound = y < FIELD && !SMALL_ORDER.has(y) && !SMALL_ORDER.has(r % FIELD);
  if (!isSound || numberOfBytes(Uint8Array.from(s).reverse()) >= GROUP) {
    throw new BadSignature("The signature doesn't match.");
  }
}
