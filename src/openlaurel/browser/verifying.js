// One verification: the same ordered checks as core.verification makes, of a document and the resources that it names.
//
// 1. format   2. proof   3. issuer   4. status   5. validity
import { KeysError, BadSignature, BrokenChain, BrowserLacks, CredentialsError, HiddenTerm, MalformedProof, ProofMismatch, ProofsError, StatusError, UndefinedTerm, UnfitKey, UnknownContext, WorkLimit, cut } from "./faults.js";
import { didWebUrl, parseDidDocument, resolveKeyDid } from "./dids.js";
import { readEnvelope } from "./envelope.js";
import { parseJson } from "./json.js";
import { looksLikeJwt, parseJwt } from "./jwt.js";
import { checkSignature } from "./keys.js";
import { CLOCK_SKEW, dayOf } from "./moments.js";
import { parseProofs, verifyProof } from "./proofs.js";
import { Failed, Missing, Unavailable, checkOf, detailOf, reportOf } from "./report.js";
import { REVOCATION_LIST, readEntry, readRevocationEntry, readStatus, revokedIn } from "./status.js";
import { isObject } from "./values.js";

const MAXIMUM_STATUSES = 8;

/** Verifies one credential: bytes, text or a parsed one. `world` has the resources by key, the canonizer and the
 * sentences of the reasons. Throws Missing for what must be fetched first. */
export async function verifyAlone(document, world, now) {
  let read;
  try {
    read = readDocument(document);
  } catch (error) {
    if (error instanceof Failed) return reportOf([error.check], null);
    throw error;
  }
  const { envelope, jwt, format } = read;
  const checks = [format];
  let step = "proof";
  try {
    const methods = await checkProof(envelope.document, jwt, world, now, checks);
    step = "issuer";
    checkIssuer(envelope, methods, now, checks);
    step = "status";
    await checkStatus(envelope, world, now, checks);
    checks.push(checkValidity(envelope, now));
  } catch (error) {
    if (error instanceof Failed) checks.push(error.check);
    else if (error instanceof BrowserLacks) checks.push(checkOf(step, "skipped", "browser_lacks", { kind: error.lacks }));
    else throw error;
  }
  return reportOf(checks, envelope.document);
}

function readDocument(document) {
  let envelope;
  let jwt = null;
  try {
    if (isObject(document) && !(document instanceof Uint8Array)) {
      envelope = readEnvelope(document);
    } else {
      const text = typeof document === "string" ? document : new TextDecoder("utf-8", { ignoreBOM: true }).decode(document);
      if (looksLikeJwt(text)) {
        jwt = parseJwt(text);
        envelope = narrowed(readEnvelope(jwt.document), jwt);
      } else {
        envelope = readEnvelope(parseJson(document));
      }
    }
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    throw new Failed("format", "unreadable", { fault: error.message });
  }
  return { envelope, jwt, format: checkFormat(envelope) };
}

/** A JWT's own `nbf` and `exp` bound the validity too. */
function narrowed(envelope, jwt) {
  const latest = (one, other) => (one && (!other || one.ms >= other.ms) ? one : other);
  const earliest = (one, other) => (one && (!other || one.ms <= other.ms) ? one : other);
  return { ...envelope, from: latest(envelope.from, jwt.notBefore), until: earliest(envelope.until, jwt.expires) };
}

function checkFormat(envelope) {
  if (!envelope.types.includes("OpenBadgeCredential") && !envelope.types.includes("AchievementCredential")) {
    return checkOf("format", "warn", "other_credential");
  }
  for (const subject of envelope.subjects) {
    const { achievement } = subject;
    if (!isObject(achievement)) throw new Failed("format", "incomplete", { missing: "credentialSubject.achievement" });
    for (const name of ["id", "name", "description", "criteria"]) {
      if (isEmpty(achievement[name])) throw new Failed("format", "incomplete", { missing: `achievement.${name}` });
    }
  }
  if (envelope.from === null) throw new Failed("format", "incomplete", { missing: "validFrom" });
  return checkOf("format", "pass", "readable");
}

function isEmpty(value) {
  if (Array.isArray(value)) return !value.length;
  return isObject(value) ? !Object.keys(value).length : !(value?.whole ?? value);
}

/** Checks every proof of a document; returns for each which key made it, whose that key is, and when. */
async function checkProof(document, jwt, world, now, checks) {
  const { signatures, unsupported } = signaturesOf(document, jwt);
  const methods = [];
  for (const signature of signatures) {
    const owner = didDocumentOf(signature.method.split("#")[0], world);
    const method = owner.methods.get(signature.method);
    if (!method) {
      if (owner.unusable.has(signature.method)) {
        throw new Failed("proof", "key_unusable", { fault: owner.unusable.get(signature.method) });
      }
      throw new Failed("proof", "key_not_found", { key: signature.method });
    }
    await checkOne(document, signature, method, world);
    const { made } = signature;
    if (made && made.ms > now + CLOCK_SKEW) throw new Failed("proof", "signed_in_future", { date: dayOf(made) });
    const expires = signature.proof?.expires;
    if (expires && now > expires.ms) throw new Failed("proof", "proof_expired", { date: dayOf(expires) });
    methods.push({ method, owner, made });
  }
  const suites = signatures.map((signature) => signature.suite).join(", ");
  if (unsupported.length) {
    const fault = cut(unsupported.map((error) => error.message).join(" "), 300);
    checks.push(checkOf("proof", "warn", "partly_understood", { cryptosuite: suites, fault }));
  } else {
    checks.push(checkOf("proof", "pass", "unchanged", { cryptosuite: suites }));
  }
  return methods;
}

function signaturesOf(document, jwt) {
  const unsupported = [];
  let proofs;
  try {
    proofs = parseProofs(document, unsupported);
  } catch (error) {
    const reason = error instanceof MalformedProof ? "proof_malformed" : error instanceof BrokenChain ? "chain_broken" : null;
    if (reason === null) throw error;
    throw new Failed("proof", reason, { fault: error.message });
  }
  const signatures = proofs.map((proof) => ({ method: proof.method, suite: proof.suite.name, proof, made: proof.created }));
  if (jwt) signatures.push({ method: jwt.keyId, suite: `JWT with ${jwt.algorithm}`, jwt, made: jwt.issuedAt });
  if (unsupported.length && signatures.every((signature) => signature.proof?.previous.length)) {
    throw new Failed("proof", "proof_unsupported", { fault: unsupported[0].message });
  }
  if (!signatures.length) throw new Failed("proof", "no_proof");
  return { signatures, unsupported };
}

async function checkOne(document, signature, method, world) {
  try {
    if (signature.proof) {
      await verifyProof(document, signature.proof, method.key, world.canonizer);
    } else {
      const { algorithm } = signature.jwt;
      if (!method.key.algorithms.includes(algorithm)) {
        const fault = `The JWT names ${algorithm}, but the key is of the kind ${method.key.kind}.`;
        throw new Failed("proof", "key_unfit", { fault });
      }
      await checkSignature(method.key, signature.jwt.signature, signature.jwt.signed);
    }
  } catch (error) {
    throw faultOfProof(error);
  }
}

function faultOfProof(error) {
  if (error instanceof ProofMismatch || error instanceof BadSignature) return new Failed("proof", "changed");
  if (error instanceof UnfitKey) return new Failed("proof", "key_unfit", { fault: error.message });
  if (error instanceof UnknownContext) return new Failed("proof", "context_unknown", { url: error.url });
  if (error instanceof UndefinedTerm) return new Failed("proof", "undefined_term", { term: error.term });
  if (error instanceof HiddenTerm) return new Failed("proof", "hidden_term", { term: error.term });
  if (error instanceof WorkLimit) return new Failed("proof", "too_much_work");
  if (error instanceof ProofsError) return new Failed("proof", "proof_malformed", { fault: error.message });
  return error;
}

function didDocumentOf(did, world) {
  try {
    if (did.startsWith("did:key:") || did.startsWith("did:jwk:")) return resolveKeyDid(did);
    const found = world.resource({ kind: "did", key: did, url: didWebUrl(did) });
    if (found instanceof Unavailable) throw new Failed("proof", "key_unavailable", { fault: found.reason });
    return parseDidDocument(found, did);
  } catch (error) {
    if (error instanceof KeysError) throw new Failed("proof", "key_unavailable", { fault: error.message });
    throw error;
  }
}

function checkIssuer(envelope, methods, now, checks) {
  const { issuer } = envelope;
  if (!issuer.startsWith("did:")) throw new Failed("issuer", "issuer_not_a_did", { issuer });
  let warning = null;
  for (const { method, owner, made } of methods) {
    if (method.controller !== issuer) {
      throw new Failed("issuer", "issuer_mismatch", { controller: method.controller, issuer });
    }
    if (!owner.assertion.has(method.id)) throw new Failed("issuer", "key_not_for_credentials");
    warning = checkKey(method, made, now) ?? warning;
  }
  checks.push(warning ?? checkOf("issuer", "pass", "issuer_confirmed", { issuer: issuerName(envelope) }));
}

/** When a key counted as it signed. A signature without a moment counts as made now, since it may have been. */
function checkKey(method, made, now) {
  const ms = made ? made.ms : now;
  for (const [ended, reason] of [[method.revoked, "key_revoked"], [method.expires, "key_expired"]]) {
    if (!ended || ms < ended.ms) continue;
    if (!made) throw new Failed("issuer", "key_ended_undated", { date: dayOf(ended) });
    throw new Failed("issuer", reason, { date: dayOf(ended), made: dayOf(made) });
  }
  if (!method.revoked) return null;
  const when = made ? dayOf(made) : new Date(now).toISOString().slice(0, 10);
  return checkOf("issuer", "warn", "key_revoked_later", { date: dayOf(method.revoked), made: when });
}

function issuerName({ document, issuer }) {
  const id = cut(issuer, 180);
  const name = isObject(document.issuer) ? document.issuer.name : null;
  if (typeof name !== "string") return id;
  return `${[...name].length <= 100 ? name : `${cut(name, 99)}…`} (${id})`;
}

async function checkStatus(envelope, world, now, checks) {
  const statuses = [];
  const faults = [];
  for (const raw of envelope.statuses.slice(0, MAXIMUM_STATUSES)) {
    try {
      statuses.push(await statusOf(raw, envelope, world, now));
    } catch (error) {
      if (!(error instanceof StatusError || error instanceof CredentialsError)) throw error;
      faults.push(error.message);
    }
  }
  if (envelope.statuses.length > MAXIMUM_STATUSES) faults.push(`The file names more than ${MAXIMUM_STATUSES} statuses.`);
  const check = weighStatuses(statuses, faults);
  if (check.outcome === "fail") throw new Failed("status", check.reason, check.params);
  checks.push(check);
}

async function statusOf(raw, envelope, world, now) {
  if (raw.type === REVOCATION_LIST) {
    const url = readRevocationEntry(raw);
    if (envelope.id === null) throw new StatusError("The credential's id must be a string.");
    return revokedIn(listAt(url, world), url, envelope.issuer, envelope.id);
  }
  const entry = readEntry(raw);
  const list = readEnvelope(listAt(entry.url, world));
  if (list.issuer !== envelope.issuer) throw new StatusError("The status list is another issuer's.");
  const inner = [];
  try {
    checkIssuer(list, await checkProof(list.document, null, world, now, inner), now, inner);
    checkValidity(list, now);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    throw new StatusError(`The status list itself doesn't verify. ${detailOf(error.check, world.sentences)}`);
  }
  return readStatus(list.document, entry);
}

function listAt(url, world) {
  const found = world.resource({ kind: "status", key: url, url });
  if (found instanceof Unavailable) throw new StatusError(found.reason);
  return found;
}

/** What revokes comes before what couldn't be checked (Bitstring Status List 1.0, 2.1). */
function weighStatuses(statuses, faults) {
  const revoking = { revocation: "revoked", suspension: "suspended" };
  for (const [purpose, reason] of Object.entries(revoking)) {
    if (statuses.some((status) => status.purpose === purpose && status.value)) return checkOf("status", "fail", reason);
  }
  if (faults.length) return checkOf("status", "fail", "status_unavailable", { fault: faults[0] });
  const messages = statuses
    .filter(({ purpose, value, message }) => purpose === "message" && !(value === 0 && message === "unset"))
    .map((status) => status.message);
  if (messages.length) return checkOf("status", "warn", "status_message", { message: cut(messages.join("; "), 300) });
  if (statuses.some((status) => status.purpose === "refresh" && status.value)) return checkOf("status", "warn", "refreshed");
  if (!statuses.some((status) => status.purpose in revoking)) return checkOf("status", "warn", "no_status");
  return checkOf("status", "pass", "not_revoked");
}

function checkValidity({ from, until }, now) {
  if (from && now + CLOCK_SKEW < from.ms) throw new Failed("validity", "not_yet", { start: dayOf(from) });
  if (until && now > until.ms) throw new Failed("validity", "expired", { end: dayOf(until) });
  if (!until) return checkOf("validity", "pass", "in_force_for_good", { start: dayOf(from) });
  return checkOf("validity", "pass", "in_force", { start: dayOf(from), end: dayOf(until) });
}
