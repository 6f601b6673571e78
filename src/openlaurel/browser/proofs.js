// Data Integrity proofs, sets and chains of them (VC Data Integrity 1.0).
import { BrokenChain, MalformedProof, UnsupportedProof, cut, quoted, shown } from "./faults.js";
import { readMoment } from "./moments.js";
import { SUITES } from "./suites.js";
import { has, isAbsent, isObject, listed, withFields, without } from "./values.js";

const MAX_PROOFS = 10;

/** Every proof of a document, read strictly; those that aren't understood are appended to `unsupported` as errors. */
export function parseProofs(document, unsupported) {
  const entries = listed(document.proof);
  if (entries.length > MAX_PROOFS) throw new MalformedProof(`A document with more than ${MAX_PROOFS} proofs isn't read.`);
  const proofs = [];
  for (const entry of entries) {
    try {
      proofs.push(parseProof(entry));
    } catch (error) {
      if (!(error instanceof UnsupportedProof)) throw error;
      unsupported.push(error);
    }
  }
  checkChain(entries);
  return proofs;
}

function parseProof(entry) {
  if (!isObject(entry)) throw new MalformedProof("A proof must be a JSON object.");
  const suite = suiteOf(entry);
  if (has(entry, "id") && typeof entry.id !== "string") throw new MalformedProof("The proof's id must be a string.");
  const { verificationMethod: method } = entry;
  if (typeof method !== "string" || !method.startsWith("did:")) {
    throw new MalformedProof("The proof's verificationMethod must be a DID URL.");
  }
  if (entry.proofPurpose !== "assertionMethod") throw new MalformedProof("The proof's purpose must be assertionMethod.");
  return {
    suite,
    method,
    created: momentOfProof(entry, "created"),
    expires: momentOfProof(entry, "expires"),
    value: suite.readValue(entry.proofValue),
    options: without(entry, "proofValue"),
    previous: has(entry, "previousProof") ? previousOf(entry) : [],
  };
}

function suiteOf({ type, cryptosuite }) {
  const found = Object.values(SUITES).find((suite) => (suite.oldType ? suite.oldType === type : false));
  if (found) return found;
  if (type !== "DataIntegrityProof") {
    throw new UnsupportedProof(`Proofs of the type ${quoted(cut(shown(type), 100))} aren't understood.`);
  }
  const named = typeof cryptosuite === "string" && has(SUITES, cryptosuite) ? SUITES[cryptosuite] : null;
  if (named === null || named.oldType) {
    throw new UnsupportedProof(`The cryptosuite ${quoted(cut(shown(cryptosuite), 100))} isn't understood.`);
  }
  return named;
}

function momentOfProof(entry, name) {
  if (isAbsent(entry[name])) return null;
  try {
    return readMoment(entry[name]);
  } catch (error) {
    throw new MalformedProof(`The proof's '${name}' ${error.message}.`);
  }
}

/** Every previous proof is there once, and following them comes to an end (4.5, step 3.2). */
function checkChain(entries) {
  if (!entries.some((entry) => has(entry, "previousProof"))) return;
  let following = entries.map((entry) => [entry, matching(entries, previousOf(entry))]);
  const settled = new Set();
  while (following.length) {
    const ready = following.filter(([, previous]) => previous.every((one) => settled.has(one)));
    if (!ready.length) throw new BrokenChain("The proofs follow on each other in a circle.");
    for (const [entry] of ready) settled.add(entry);
    following = following.filter((one) => !ready.includes(one));
  }
}

function previousOf(entry) {
  const ids = listed(entry.previousProof);
  const isEmpty = Array.isArray(entry.previousProof) && !ids.length;
  if (isEmpty || ids.length > MAX_PROOFS || !ids.every((name) => typeof name === "string")) {
    throw new MalformedProof("The proof's previousProof must be the id of a proof or a list of ids.");
  }
  return ids;
}

function matching(entries, ids) {
  for (const name of ids) {
    const found = entries.filter((entry) => isObject(entry) && entry.id === name).length;
    if (found !== 1) {
      const count = found ? "more than one proof has" : "no proof has";
      throw new BrokenChain(`A proof follows on ${quoted(cut(name, 100))}, an id that ${count}.`);
    }
  }
  return entries.filter((entry) => isObject(entry) && ids.includes(entry.id));
}

/** Returns when a proof covers `document` and was made by `key`, else throws. */
export async function verifyProof(document, proof, key, canonizer) {
  let covered = without(document, "proof");
  if (proof.previous.length) covered = withFields(covered, { proof: matching(listed(document.proof), proof.previous) });
  await proof.suite.verify(covered, proof, key, canonizer);
}
