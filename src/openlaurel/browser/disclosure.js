// ecdsa-sd-2023 (ECDSA Cryptosuites 1.0, 3.5 to 3.7): proofs of which the holder shows a part.
import { base64url, joined, readBase64url, startsWith, utf8 } from "./bytes.js";
import { BadKey, MalformedProof, ProofMismatch, UnfitKey } from "./faults.js";
import { KEY_KINDS, checkSignature, keyOfBytes } from "./keys.js";
import { sha256 } from "./sha2.js";
import { byCodePoint } from "./values.js";

const BASE_PROOF = [0xd9, 0x5d, 0x00];
const DERIVED_PROOF = [0xd9, 0x5d, 0x01];
const MAX_STATEMENTS = 2000;
const MAX_CHARACTERS = 300000;
const proofKind = () => KEY_KINDS.find((one) => one.kind === "P-256");
const CBOR_NUMBER = 0;
const CBOR_BYTES = 2;
const CBOR_ARRAY = 4;
const CBOR_MAP = 5;

export class SelectiveDisclosureSuite {
  constructor(name) {
    this.name = name;
  }

  /** A derived proof, read strictly (3.5.7). */
  readValue(value) {
    const isText = typeof value === "string" && value.startsWith("u");
    const data = isText ? readBase64url(value.slice(1), MAX_CHARACTERS) : null;
    if (data === null) throw new MalformedProof("The proofValue must be base64url without padding and start with 'u'.");
    if (startsWith(data, BASE_PROOF)) {
      throw new MalformedProof("This is a base proof, from which its holder derives one that can be shown.");
    }
    if (!startsWith(data, DERIVED_PROOF)) throw new MalformedProof(`The proofValue isn't a derived proof of ${this.name}.`);
    const reader = new CborReader(data.subarray(DERIVED_PROOF.length));
    if (reader.head(CBOR_ARRAY) !== 5) throw malformed();
    const disclosure = {
      baseSignature: reader.bytes(64),
      key: ownKey(reader.bytes(35)),
      signatures: Array.from({ length: reader.count(CBOR_ARRAY) }, () => reader.bytes(64)),
      labels: labelsOf(reader),
      mandatory: indexesOf(reader),
    };
    reader.end();
    return disclosure;
  }

  /** Verify Derived Proof (3.6.7). */
  async verify(document, { options, value }, key, canonizer) {
    if (key.kind !== "P-256") {
      throw new UnfitKey(`The cryptosuite ${this.name} is signed with a key of the kind P-256, not ${key.kind}.`);
    }
    const lines = canonizer.lines(document, "sha256");
    const proofHash = canonizer.hashOptions(options, document["@context"], "sha256");
    await checkStatements(relabelled(lines, value.labels), proofHash, value, key);
  }
}

const BLANK_LABEL = /_:c14n([0-9]+)/;
/** The terms of a canonical line that aren't literals. */
const TERMS = /"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?|<[^>]*>|_:c14n[0-9]+/g;

/** The statements with the issuer's names of blank nodes, sorted (3.4.2). */
function relabelled(lines, labels) {
  const numbers = new Set();
  const renamed = lines.map((line) =>
    line.replace(TERMS, (term) => {
      const found = term.startsWith("_:") && BLANK_LABEL.exec(term);
      if (!found) return term;
      numbers.add(Number(found[1]));
      return `_:${labels.get(Number(found[1]))}`;
    }),
  );
  if (numbers.size !== labels.size || ![...numbers].every((number) => labels.has(number))) {
    throw new ProofMismatch("The proof names other blank nodes than the document has.");
  }
  return renamed.sort(byCodePoint);
}

async function checkStatements(statements, proofHash, value, key) {
  if ([...value.mandatory].some((index) => index >= statements.length)) {
    throw new ProofMismatch("The proof counts more statements than the document makes.");
  }
  const others = statements.filter((_, index) => !value.mandatory.has(index));
  if (others.length !== value.signatures.length) {
    throw new ProofMismatch("The proof doesn't have a signature for each statement.");
  }
  const shown = statements.filter((_, index) => value.mandatory.has(index)).join("");
  const own = joined(value.key.multicodec, value.key.raw);
  await checkSignature(key, value.baseSignature, joined(proofHash, own, sha256(utf8(shown))));
  for (const [index, text] of others.entries()) await checkSignature(value.key, value.signatures[index], utf8(text));
}

function ownKey(data) {
  if (!startsWith(data, proofKind().multicodec)) throw new MalformedProof("The key of the proof must be one of the kind P-256.");
  try {
    return keyOfBytes(proofKind(), data.subarray(2));
  } catch (error) {
    if (!(error instanceof BadKey)) throw error;
    throw new MalformedProof(`The key of the proof can't be read: ${error.message}`);
  }
}

function labelsOf(reader) {
  const count = reader.count(CBOR_MAP);
  const labels = new Map();
  for (let one = 0; one < count; one += 1) labels.set(reader.head(CBOR_NUMBER), `u${base64url(reader.bytes(32))}`);
  if (labels.size !== count || new Set(labels.values()).size !== count) throw malformed();
  return labels;
}

function indexesOf(reader) {
  const count = reader.count(CBOR_ARRAY);
  const found = new Set(Array.from({ length: count }, () => reader.head(CBOR_NUMBER)));
  if (found.size !== count) throw malformed();
  return found;
}

const malformed = () => new MalformedProof("The derived proof isn't CBOR of the form that its cryptosuite says.");

/** The little of CBOR that a derived proof is made of (RFC 8949, 3): each number in its shortest form, no tags. */
class CborReader {
  constructor(data) {
    this.data = data;
    this.place = 0;
  }

  take(size) {
    if (this.place + size > this.data.length) throw malformed();
    this.place += size;
    return this.data.subarray(this.place - size, this.place);
  }

  head(kind) {
    const [first] = this.take(1);
    const argument = first & 31;
    if (first >> 5 !== kind || argument > 26) throw malformed();
    if (argument < 24) return argument;
    const size = 1 << (argument - 24);
    const value = this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    if (value < (size === 1 ? 24 : 2 ** (4 * size))) throw malformed();
    return value;
  }

  count(kind) {
    const count = this.head(kind);
    if (count > MAX_STATEMENTS) {
      throw new MalformedProof(`A derived proof of more than ${MAX_STATEMENTS} statements isn't read.`);
    }
    return count;
  }

  bytes(size) {
    if (this.head(CBOR_BYTES) !== size) throw malformed();
    return this.take(size);
  }

  end() {
    if (this.place !== this.data.length) throw malformed();
  }
}
