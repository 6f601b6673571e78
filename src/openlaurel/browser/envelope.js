// The envelope of a Verifiable Credential (VC Data Model 2.0 and 1.1).
import { BadMoment, CredentialsError, cut, quoted, shown } from "./faults.js";
import { readMoment } from "./moments.js";
import { has, isAbsent, isObject, listed } from "./values.js";

export const CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2";
export const CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1";

/** What every credential has; throws CredentialsError for a field that the data model demands in another form. */
export function readEnvelope(document) {
  if (!isObject(document)) throw new CredentialsError("A credential is a JSON object.");
  const { "@context": context } = document;
  if (!Array.isArray(context) || ![CREDENTIALS_V2, CREDENTIALS_V1].includes(context[0])) {
    const isOlder = (typeof context === "string" && context.includes("openbadges/v2")) || shown(context).includes("w3id.org/openbadges");
    throw new CredentialsError(
      isOlder
        ? "This is an Open Badge of version 2 or older, not a credential of version 2.0."
        : `The first @context must be ${CREDENTIALS_V2}.`,
    );
  }
  const [starts, ends] = checkUnmixed(document, context);
  const types = textsOf(document.type, "type");
  if (!types.includes("VerifiableCredential")) throw new CredentialsError("The type must name VerifiableCredential.");
  const subjects = objectsOf(document.credentialSubject, "credentialSubject");
  if (!subjects.length) throw new CredentialsError("The credential has no credentialSubject.");
  const id = document.id ?? null;
  if (id !== null && typeof id !== "string") throw new CredentialsError("The credential's id must be a string.");
  const statuses = objectsOf(document.credentialStatus, "credentialStatus");
  const issuer = issuerOf(document.issuer);
  return { document, id, types, issuer, subjects, statuses, from: fieldMoment(document, starts), until: fieldMoment(document, ends) };
}

function checkUnmixed(document, context) {
  const isV1 = context[0] === CREDENTIALS_V1;
  const pairs = [["issuanceDate", "expirationDate"], ["validFrom", "validUntil"]];
  const [theirs, others] = isV1 ? pairs : [pairs[1], pairs[0]];
  if (context.includes(isV1 ? CREDENTIALS_V2 : CREDENTIALS_V1) || others.some((name) => has(document, name))) {
    throw new CredentialsError("The file mixes versions 1.1 and 2.0 of the credentials' data model.");
  }
  if (isV1 && isAbsent(document.issuanceDate)) {
    throw new CredentialsError("A credential of version 1.1 must have an issuanceDate.");
  }
  return theirs;
}

function fieldMoment(document, name) {
  if (isAbsent(document[name])) return null;
  try {
    return readMoment(document[name]);
  } catch (error) {
    if (!(error instanceof BadMoment)) throw error;
    throw new CredentialsError(`'${name}' ${error.message}, not ${quoted(cut(shown(document[name]), 40))}.`);
  }
}

function issuerOf(value) {
  const id = isObject(value) ? value.id : value;
  if (typeof id !== "string" || !id.includes(":")) {
    throw new CredentialsError("The issuer must be an address or an object with an id that is one.");
  }
  return id;
}

function textsOf(value, name) {
  const entries = Array.isArray(value) ? value : [value];
  if (!entries.length || !entries.every((entry) => typeof entry === "string")) {
    throw new CredentialsError(`'${name}' must be a string or a list of strings.`);
  }
  return entries;
}

function objectsOf(value, name) {
  const entries = listed(value);
  if (entries.length > 100 || !entries.every(isObject)) {
    throw new CredentialsError(`'${name}' must be an object or a list of at most 100 objects.`);
  }
  return entries;
}
