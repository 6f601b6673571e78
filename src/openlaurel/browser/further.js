// What a badge that holds brings along: schemas, evidence and related resources that it pins, endorsements by others.
import { BUILT_IN } from "./builtin.js";
import { decodeBase64, hex, readMultibase, startsWith } from "./bytes.js";
import { BadDigest, UnsupportedSchema, cut, quoted, shown } from "./faults.js";
import { checkNamed, checkOf, detailOf, Missing, Pinned, Unavailable } from "./report.js";
import { findViolation } from "./schema.js";
import { digest } from "./sha2.js";
import { byCodePoint, has, isObject, listed, stripped } from "./values.js";
import { isWebAddress } from "./webaddresses.js";

const MOST = { schema: 3, evidence: 3, related: 5, endorsement: 5 };
const KINDS_OF_SCHEMA = ["1EdTechJsonSchemaValidator2019", "JsonSchema"];
const TRUSTED = "https://purl.imsglobal.org/spec/";
const MAXIMUM_JWT = 64 * 1024;
const OUT_OF_REACH = ["key_unavailable", "status_unavailable"];

/** A line for each thing that a badge brings along. Throws Missing, with all that is needed, where something must be
 * fetched; `verifyOne` verifies one endorsement. */
export async function checkFurther(credential, world, verifyOne) {
  const needs = [];
  const lines = [
    ...tried(needs, schemaLines(credential, world)),
    ...tried(needs, pinnedLines("evidence", pinnedEvidence(credential), world)),
    ...tried(needs, pinnedLines("related", pinnedOthers(credential), world)),
  ];
  for (const one of endorsementsOf(credential).slice(0, MOST.endorsement)) {
    try {
      lines.push(await endorsementLine(one, credential, verifyOne, world));
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      needs.push(error.need);
    }
  }
  const left = leftOut("endorsement", "endorsements_left_out", endorsementsOf(credential).length);
  if (needs.length) throw Object.assign(new Missing(needs[0]), { needs });
  return [...lines, ...left];
}

function tried(needs, makers) {
  const lines = [];
  for (const make of makers) {
    try {
      lines.push(make());
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      needs.push(error.need);
    }
  }
  return lines;
}

function leftOut(check, reason, count) {
  const most = MOST[check];
  return count > most ? [checkOf(check, "skipped", reason, { count: String(count), most: String(most) })] : [];
}

function schemaLines(credential, world) {
  const named = listed(credential.credentialSchema);
  const line = (outcome, reason, url, fault) => checkOf("schema", outcome, reason, { url: cut(url, 300), fault });
  const makers = named.slice(0, MOST.schema).map((entry) => () => {
    const { id: url, type } = isObject(entry) ? entry : {};
    if (typeof url !== "string" || !isWebAddress(url)) {
      return line("skipped", "schema_not_run", shown(url), "It doesn't lie at a web address.");
    }
    if (!listed(type).some((kind) => KINDS_OF_SCHEMA.includes(kind))) {
      return line("skipped", "schema_not_run", url, "It is of another kind than JSON Schema.");
    }
    const found = world.resource({ kind: "schema", key: url, url });
    if (found instanceof Unavailable) return line("skipped", "schema_not_run", url, found.reason);
    try {
      const violation = findViolation(credential, found, url.startsWith(TRUSTED));
      if (violation !== null) return line("fail", "schema_missed", url, violation);
      return checkOf("schema", "pass", "schema_met", { url: cut(url, 300) });
    } catch (error) {
      if (!(error instanceof UnsupportedSchema)) throw error;
      return line("skipped", "schema_not_run", url, error.message);
    }
  });
  return [...makers, ...leftOut("schema", "schemas_left_out", named.length).map((left) => () => left)];
}

function relatedOf(credential) {
  return listed(credential.relatedResource).filter(isObject);
}

function pinnedEvidence(credential) {
  const related = relatedOf(credential);
  return listed(credential.evidence)
    .filter((evidence) => isObject(evidence) && typeof evidence.id === "string")
    .map((evidence) => ({
      url: evidence.id,
      stated: [evidence, ...related]
        .filter((entry) => entry.id === evidence.id && (has(entry, "digestSRI") || has(entry, "digestMultibase")))
        .slice(0, 10),
    }))
    .filter(({ stated }) => stated.length);
}

function pinnedOthers(credential) {
  const evidence = new Set(listed(credential.evidence).filter(isObject).map((entry) => entry.id));
  return relatedOf(credential)
    .filter(({ id }) => typeof id === "string" && !evidence.has(id))
    .map((entry) => ({ url: entry.id, stated: [entry] }));
}

function pinnedLines(name, found, world) {
  const line = (outcome, ending, { url }, params = {}) =>
    checkOf(name, outcome, `${name}_${ending}`, { url: cut(url, 300), ...params });
  const makers = found.slice(0, MOST[name]).map((pinned) => () => {
    if (!isWebAddress(pinned.url)) {
      return line("skipped", "out_of_reach", pinned, { fault: "It doesn't lie at a web address." });
    }
    const data = world.resource({ kind: "bytes", key: `bytes of ${pinned.url}`, url: pinned.url });
    if (data instanceof Unavailable) return line("skipped", "out_of_reach", pinned, { fault: data.reason });
    try {
      const digests = digestsOf(pinned);
      if (digests.every(([algorithm, value]) => hex(value) === hexOf(data, algorithm))) return line("pass", "same", pinned);
      const earlier = BUILT_IN.earlier[pinned.url] ?? {};
      const isEarlier = name === "related" && digests.every(([algorithm, value]) => hex(value) === earlier[algorithm]);
      return isEarlier ? line("warn", "earlier", pinned) : line("fail", "differs", pinned);
    } catch (error) {
      if (!(error instanceof BadDigest)) throw error;
      return line("warn", "digest_unreadable", pinned, { fault: error.message });
    }
  });
  return [...makers, ...leftOut(name, `${name}_left_out`, found.length).map((left) => () => left)];
}

const hexOf = (data, algorithm) => (data instanceof Pinned ? data.digests[algorithm] : hex(digest(data, algorithm)));

const DIGEST_BYTES = { sha256: 32, sha384: 48, sha512: 64 };
const MULTIHASHES = [[[0x12, 0x20], "sha256"], [[0x20, 0x30], "sha384"], [[0x13, 0x40], "sha512"]];

/** All digests that are stated, since each of them must match (VC Data Model 2.0, 5.3). */
function digestsOf({ stated }) {
  const digests = stated.flatMap((entry) => [
    ...(has(entry, "digestSRI") ? [readSri(entry.digestSRI)] : []),
    ...(has(entry, "digestMultibase") ? [readMultihash(entry.digestMultibase)] : []),
  ]);
  if (!digests.length) throw new BadDigest("It has neither a digestSRI nor a digestMultibase.");
  return digests;
}

function readSri(text) {
  const parts = typeof text === "string" ? cut(text, 1000).split(/\s+/) : [];
  const found = parts.map((part) => /^(sha256|sha384|sha512)-([A-Za-z0-9+/_=-]{40,100})$/.exec(part)).filter(Boolean);
  if (!found.length) throw new BadDigest(`${quoted(cut(shown(text), 60))} is no digestSRI of SHA-256, SHA-384 or SHA-512.`);
  const strongest = found.reduce((best, one) => (one[1] > best[1] ? one : best));
  const value = decodeBase64(strongest[2].replace(/=+$/, ""));
  if (value === null) throw new BadDigest(`${quoted(cut(strongest[0], 60))} is not base64.`);
  return sizedDigest(strongest[1], value);
}

function readMultihash(text) {
  const data = typeof text === "string" ? readMultibase(text) : null;
  const name = quoted(cut(shown(text), 60));
  if (data === null) throw new BadDigest(`${name} is no digestMultibase in base58btc or base64url.`);
  const known = MULTIHASHES.find(([start]) => startsWith(data, start));
  if (!known) throw new BadDigest(`${name} is a digest of another kind than SHA-256, SHA-384 or SHA-512.`);
  return sizedDigest(known[1], data.subarray(2));
}

function sizedDigest(algorithm, value) {
  if (value.length === DIGEST_BYTES[algorithm]) return [algorithm, value];
  throw new BadDigest(`A digest of ${algorithm} has ${DIGEST_BYTES[algorithm]} bytes, this one ${value.length}.`);
}

function endorsementsOf(credential) {
  return [credential, ...achievementsOf(credential), credential.issuer]
    .filter(isObject)
    .flatMap((holder) => [...listed(holder.endorsement), ...listed(holder.endorsementJwt)]);
}

function achievementsOf(credential) {
  return listed(credential.credentialSubject).filter(isObject).map((subject) => subject.achievement).filter(isObject);
}

const idsOf = (...holders) =>
  new Set(holders.filter(isObject).map((holder) => holder.id).filter((id) => typeof id === "string" && id));
const identified = (issuer) => (isObject(issuer) ? issuer : { id: issuer });

async function endorsementLine(endorsement, credential, verifyOne, world) {
  const line = (outcome, reason, params) => checkOf("endorsement", outcome, reason, params);
  const isJwt = typeof endorsement === "string";
  if (!(isObject(endorsement) || isJwt) || (isJwt && endorsement.length > MAXIMUM_JWT)) {
    return line("fail", "endorsement_unreadable", { fault: "It is neither a credential nor a JWT of a usual length." });
  }
  const report = await verifyOne(endorsement);
  const document = report.credential;
  if (document === null) {
    return line("fail", "endorsement_unreadable", { fault: detailOf(checkNamed(report, "format"), world.sentences) });
  }
  const params = { endorser: endorserOf(report, document), ...wordsOf(document) };
  const lacking = report.checks.find((check) => check.reason === "browser_lacks");
  if (lacking) return line("skipped", "endorsement_out_of_reach", { ...params, fault: detailOf(lacking, world.sentences) });
  const failed = report.checks.find((check) => check.outcome === "fail");
  if (failed) {
    const told = { ...params, fault: detailOf(failed, world.sentences) };
    if (OUT_OF_REACH.includes(failed.reason)) return line("skipped", "endorsement_out_of_reach", told);
    return line("fail", "endorsement_broken", told);
  }
  if (!listed(document.type).includes("EndorsementCredential")) {
    return line("fail", "endorsement_unreadable", { fault: "It is a credential, but not an EndorsementCredential." });
  }
  return aboutWhat(document, credential, params, line);
}

/** Whether an endorsement that holds is one of this badge: anyone may put a copy of another into a badge. */
function aboutWhat(document, credential, params, line) {
  const subjects = idsOf(...listed(document.credentialSubject));
  const issuers = idsOf(identified(credential.issuer));
  const endorsed = [
    ["badge_endorsed", idsOf(credential)],
    ["achievement_endorsed", idsOf(...achievementsOf(credential))],
    ["issuer_endorsed", issuers],
  ];
  const found = endorsed.find(([, ids]) => [...ids].some((id) => subjects.has(id)));
  if (!found) {
    const [subject = "nothing that has an id"] = [...subjects].sort(byCodePoint);
    return line("fail", "endorses_something_else", { ...params, subject: cut(subject, 200) });
  }
  const isOwn = [...idsOf(identified(document.issuer))].some((id) => issuers.has(id));
  return isOwn ? line("warn", "endorses_itself", params) : line("pass", found[0], params);
}

function endorserOf(report, document) {
  const { issuer } = document;
  return checkNamed(report, "issuer").params.issuer || cut(shown(isObject(issuer) ? issuer.id : issuer), 180);
}

function wordsOf(document) {
  for (const subject of listed(document.credentialSubject)) {
    const comment = isObject(subject) ? subject.endorsementComment : null;
    if (typeof comment === "string" && stripped(comment)) return { says: cut(stripped(comment), 500) };
  }
  return {};
}
