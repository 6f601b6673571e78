// Credentials secured as a JWT (Securing Verifiable Credentials using JOSE and COSE; RFC 7515; VC Data Model 1.1, 6.3.1).
import { decodeBase64, utf8 } from "./bytes.js";
import { CREDENTIALS_V1 } from "./envelope.js";
import { CredentialsError, cut, quoted, shown } from "./faults.js";
import { MAX_BYTES, parseJson } from "./json.js";
import { momentOfSeconds, readMoment } from "./moments.js";
import { has, isAbsent, isCount, isNumber, isObject, isSame, numberOf, stripped, withFields } from "./values.js";

const SIGNATURE_BYTES = { EdDSA: 64, Ed25519: 64, ES256: 64, ES384: 96 };
const TYPES = ["vc+jwt", "vc+ld+json+jwt", "vc+ld+jwt", "jwt"];
const bad = (message) => new CredentialsError(message);

export const looksLikeJwt = (text) => stripped(text).split(".").length === 3 && stripped(text).startsWith("eyJ");

/** A compact VC-JWT signed with EdDSA, ES256 or ES384; no other algorithm is accepted, whatever its header asks for. */
export function parseJwt(given) {
  const text = stripped(given);
  if (text.length > MAX_BYTES) throw bad("The JWT is too long to be read.");
  const parts = text.split(".");
  if (parts.length !== 3) throw bad("A JWT has three parts, separated by dots.");
  const header = jwtObject(parts[0], "header");
  const claims = jwtObject(parts[1], "payload");
  const { alg: algorithm, typ: kind } = header;
  if (typeof algorithm !== "string" || !has(SIGNATURE_BYTES, algorithm)) {
    throw bad(`The algorithm ${quoted(cut(shown(algorithm), 40))} isn't accepted; EdDSA, ES256 and ES384 are.`);
  }
  checkHeader(header);
  const keyId = keyIdOf(header, claims);
  let document = claims;
  if (has(claims, "vc")) {
    if (!isAbsent(kind) && !["none", "jwt"].includes(shown(kind).toLowerCase())) {
      throw bad(`A JWT of the type ${quoted(cut(shown(kind), 40))} must not have the claim 'vc'.`);
    }
    document = unwrapped(claims);
  }
  const signature = jwtBytes(parts[2], "signature");
  if (signature.length !== SIGNATURE_BYTES[algorithm]) {
    throw bad(`A signature of ${algorithm} has ${SIGNATURE_BYTES[algorithm]} bytes, this one ${signature.length}.`);
  }
  checkClaims(claims);
  const [notBefore, expires, issuedAt] = ["nbf", "exp", "iat"].map((claim) => claimMoment(claims, claim));
  return { algorithm, keyId, document, signature, signed: utf8(`${parts[0]}.${parts[1]}`), notBefore, expires, issuedAt };
}

function checkHeader(header) {
  if (has(header, "crit")) throw bad("The JWT has critical headers that aren't understood.");
  for (const name of ["jwk", "jku", "x5u", "x5c", "b64"]) {
    if (has(header, name)) throw bad(`The header '${name}' isn't accepted: the key must be the issuer's, by 'kid'.`);
  }
  if (!isAbsent(header.typ) && !TYPES.includes(shown(header.typ).toLowerCase())) {
    throw bad(`The type ${quoted(cut(shown(header.typ), 40))} isn't that of a credential.`);
  }
}

function keyIdOf(header, claims) {
  const issuer = has(header, "iss") ? header.iss : claims.iss;
  let id = header.kid;
  if (typeof id === "string" && id.startsWith("#") && typeof issuer === "string") id = issuer + id;
  if (typeof id !== "string" || !id.startsWith("did:")) {
    throw bad("The header 'kid' must be the DID URL of the issuer's key.");
  }
  return id;
}

/** The registered claims repeat what the credential says (Open Badges 3.0, 8.2.4); they mustn't contradict it. */
function checkClaims(claims) {
  const { issuer } = claims;
  const said = { iss: isObject(issuer) ? issuer.id : issuer, jti: claims.id };
  for (const [claim, value] of Object.entries(said)) {
    if (has(claims, claim) && !isAbsent(value) && !isSame(claims[claim], value)) {
      throw bad(`The JWT's claim '${claim}' contradicts the credential.`);
    }
  }
}

function claimMoment(claims, claim) {
  const value = claims[claim];
  if (isAbsent(value)) return null;
  const moment = isNumber(value) ? momentOfSeconds(numberOf(value)) : null;
  if (moment === null) throw bad(`The JWT's claim '${claim}' must be a moment in seconds.`);
  return moment;
}

function jwtBytes(part, name) {
  if (/[=+/]/.test(part) && /^[\x00-\x7f]*$/.test(part)) throw bad(`The JWT's ${name} is not base64url without padding.`);
  const bytes = decodeBase64(part);
  if (bytes === null) throw bad(`The JWT's ${name} is not base64url.`);
  return bytes;
}

function jwtObject(part, name) {
  const bytes = jwtBytes(part, name);
  let value;
  try {
    value = parseJson(bytes);
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    throw bad(`The JWT's ${name}: ${error.message}`);
  }
  if (!isObject(value)) throw bad(`The JWT's ${name} must be a JSON object.`);
  return value;
}

/** A credential of version 1.1 in the claim `vc`, with what the other claims say of it. */
function unwrapped(claims) {
  const { vc: credential } = claims;
  if (!isObject(credential)) throw bad("The JWT's claim 'vc' must be a JSON object.");
  if (has(claims, "@context") || has(claims, "credentialSubject")) {
    throw bad("The JWT holds a credential beside its claim 'vc': the file mixes versions.");
  }
  const { "@context": context } = credential;
  if (!Array.isArray(context) || context[0] !== CREDENTIALS_V1) {
    throw bad("The JWT's claim 'vc' must hold a credential of version 1.1.");
  }
  const document = withFields(credential, {});
  putId(document, "issuer", claims, "iss");
  putId(document, "credentialSubject", claims, "sub");
  if (has(claims, "jti")) putText(document, "id", claims.jti, "jti");
  for (const [claim, name] of [["nbf", "issuanceDate"], ["exp", "expirationDate"]]) {
    if (has(claims, claim)) putMoment(document, name, claims[claim], claim);
  }
  return document;
}

function putId(document, name, claims, claim) {
  if (!has(claims, claim)) return;
  const value = document[name];
  if (name === "issuer" && !isObject(value)) {
    putText(document, name, claims[claim], claim);
  } else if (isObject(value)) {
    const inner = withFields(value, {});
    putText(inner, "id", claims[claim], claim);
    document[name] = inner;
  } else {
    throw bad(`The JWT's claim '${claim}' needs an object as ${name}.`);
  }
}

function putText(document, name, value, claim) {
  if (typeof value === "string" && !has(document, name)) document[name] = value;
  if (typeof value !== "string" || !isSame(document[name], value)) {
    throw bad(`The JWT's claim '${claim}' contradicts the credential.`);
  }
}

function putMoment(document, name, value, claim) {
  const moment = isCount(value) ? momentOfSeconds(Number(value)) : null;
  let stated = moment;
  try {
    if (moment !== null && has(document, name)) stated = readMoment(document[name]);
  } catch {
    stated = null;
  }
  if (moment === null || stated === null) throw bad(`The JWT's claim '${claim}' must be a moment in seconds.`);
  if (Math.trunc(stated.ms / 1000) !== Number(value)) throw bad(`The JWT's claim '${claim}' contradicts the credential.`);
  if (!has(document, name)) document[name] = new Date(moment.ms).toISOString().replace(/\.\d+Z$/, "Z");
}
