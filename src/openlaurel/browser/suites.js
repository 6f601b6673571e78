// The cryptosuites that sign a whole document: canonicalize, hash, sign both hashes side by side (EdDSA and ECDSA
// Cryptosuites 1.0, 3.2 and 3.3).
import { decodeBase58, joined, utf8 } from "./bytes.js";
import { BadKey, MalformedProof, ProofMismatch, UnfitKey } from "./faults.js";
import { Contexts } from "./contexts.js";
import { expand } from "./expansion.js";
import { canonicalJson } from "./jcs.js";
import { KEY_KINDS, checkSignature } from "./keys.js";
import { checkPlain, checkUndivided } from "./plain.js";
import { quadsOf } from "./rdf.js";
import { canonicalLines } from "./rdfc.js";
import { SelectiveDisclosureSuite } from "./disclosure.js";
import { digest } from "./sha2.js";
import { isAbsent, isSame, withFields } from "./values.js";

/** Canonicalizes with bundled contexts; the steps that all documents of one verification take together are counted. */
export class Canonizer {
  constructor(bundle) {
    this.bundle = bundle;
  }

  /** The canonical N-Quads as lines; throws HiddenTerm where a document says something so that it is overlooked. */
  lines(document, algorithm) {
    checkPlain(document);
    checkUndivided(document);
    return this.unchecked(document, algorithm);
  }

  unchecked(document, algorithm) {
    return canonicalLines(quadsOf(expand(document, new Contexts(this.bundle))), algorithm);
  }

  hashOptions(options, context, algorithm) {
    checkPlain(options);
    return digest(utf8(this.unchecked(withFields(options, { "@context": context }), algorithm).join("")), algorithm);
  }
}

/** Which hash goes with a key; without this a signature would count under a name that promises another one. */
export function hashFor(suite, key) {
  if (suite.hashes[key.kind]) return suite.hashes[key.kind];
  const kinds = Object.keys(suite.hashes).join(" or ");
  throw new UnfitKey(`The cryptosuite ${suite.name} is signed with a key of the kind ${kinds}, not ${key.kind}.`);
}

class WholeDocumentSuite {
  constructor(name, hashes, { isRdf, oldType = null }) {
    Object.assign(this, { name, hashes, isRdf, oldType });
    this.sizes = Object.keys(hashes).map((kind) => KEY_KINDS.find((one) => one.kind === kind).signatureBytes);
  }

  readValue(value) {
    if (typeof value !== "string" || !value.startsWith("z")) {
      throw new MalformedProof("The proofValue must be base58btc and start with 'z'.");
    }
    let signature;
    try {
      signature = decodeBase58(value.slice(1), 140);
    } catch (error) {
      if (!(error instanceof BadKey)) throw error;
      throw new MalformedProof(`The proofValue can't be read: ${error.message}`);
    }
    if (!this.sizes.includes(signature.length)) {
      const expected = this.sizes.join(" or ");
      throw new MalformedProof(`A signature of ${this.name} has ${expected} bytes, this one ${signature.length}.`);
    }
    return signature;
  }

  async verify(covered, { options, value }, key, canonizer) {
    const algorithm = hashFor(this, key);
    const { "@context": context } = options;
    let document = covered;
    if (!isAbsent(context)) {
      if (!isStartOf(context, document["@context"])) {
        throw new ProofMismatch("The proof's @context isn't the start of the document's.");
      }
      if (!this.isRdf) document = withFields(document, { "@context": context });
    }
    const hash = (bytes) => digest(bytes, algorithm);
    let data;
    if (this.isRdf) {
      const canonical = hash(utf8(canonizer.lines(document, algorithm).join("")));
      data = joined(canonizer.hashOptions(options, document["@context"], algorithm), canonical);
    } else {
      const canonical = hash(canonicalJson(document));
      data = joined(hash(canonicalJson(options)), canonical);
    }
    await checkSignature(key, value, data);
  }
}

function isStartOf(context, whole) {
  const first = Array.isArray(context) ? context : [context];
  const all = Array.isArray(whole) ? whole : [whole ?? null];
  return isSame(first, all.slice(0, first.length));
}

const ED25519 = { Ed25519: "sha256" };
const CURVES = { "P-256": "sha256", "P-384": "sha384" };

export const SUITES = {
  "eddsa-rdfc-2022": new WholeDocumentSuite("eddsa-rdfc-2022", ED25519, { isRdf: true }),
  "eddsa-jcs-2022": new WholeDocumentSuite("eddsa-jcs-2022", ED25519, { isRdf: false }),
  "ecdsa-rdfc-2019": new WholeDocumentSuite("ecdsa-rdfc-2019", CURVES, { isRdf: true }),
  "ecdsa-jcs-2019": new WholeDocumentSuite("ecdsa-jcs-2019", CURVES, { isRdf: false }),
  "ecdsa-sd-2023": new SelectiveDisclosureSuite("ecdsa-sd-2023"),
  Ed25519Signature2020: new WholeDocumentSuite("Ed25519Signature2020", ED25519, {
    isRdf: true,
    oldType: "Ed25519Signature2020",
  }),
};
