// DIDs: did:key, did:jwk, the addresses of did:web, and DID documents read strictly.
import { keyOfJwk, keyOfMultibase, KEY_KINDS } from "./keys.js";
import { readBase64url } from "./bytes.js";
import { BadKey, CredentialsError, KeysError, cut, quoted, shown } from "./faults.js";
import { parseJson } from "./json.js";
import { readMoment } from "./moments.js";
import { has, isAbsent, isObject, isSame, listed } from "./values.js";

const HOST_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const HOST = new RegExp(
  `^(?:(?=[^:]{1,253}(?::|$))${HOST_LABEL}(?:\\.${HOST_LABEL})*|\\[([0-9A-Fa-f:.]+)\\])(?::([0-9]{1,5}))?$`,
);
const SEGMENT = /^(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+$/;

/** The document of a DID that is a key by itself: `methods` by id, and the ids that may sign credentials. */
export function resolveKeyDid(did) {
  const isJwk = did.startsWith("did:jwk:");
  const text = did.slice("did:key:".length).split("#")[0];
  let key;
  try {
    key = isJwk ? keyOfJwk(membersOf(text)) : keyOfMultibase(text);
  } catch (error) {
    if (!(error instanceof BadKey)) throw error;
    throw new KeysError(`${cut(did, 100)} can't be read: ${error.message}`);
  }
  const controller = did.slice(0, "did:key:".length) + text;
  const id = `${controller}#${isJwk ? 0 : text}`;
  return { id: controller, methods: new Map([[id, { id, controller, key }]]), assertion: new Set([id]), unusable: new Map() };
}

function membersOf(text) {
  const data = readBase64url(text);
  if (data === null) throw new BadKey("it is not base64url without padding.");
  try {
    return parseJson(data);
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    throw new BadKey(error.message.includes("appears twice") ? "a member appears twice." : error.message);
  }
}

/** The https address of a did:web's document (did:web method, 2.5.2); throws KeysError. */
export function didWebUrl(did) {
  const segments = did.split("#")[0].replace(/^did:web:/, "").split(":");
  if (!did.startsWith("did:web:") || !segments.every((one) => SEGMENT.test(one))) {
    throw new KeysError(`${quoted(cut(did, 100))} is not a did:web.`);
  }
  const [host, ...path] = segments.map(unescaped);
  checkHost(host, did);
  if (path.some((one) => one === "." || one === ".." || one.includes("/") || one.includes("\\"))) {
    throw new KeysError(`The path of ${quoted(cut(did, 100))} leaves its folder.`);
  }
  if (!path.length) return `https://${host}/.well-known/did.json`;
  return `https://${host}/${path.map(escapedSegment).join("/")}/did.json`;
}

const unescaped = (text) => {
  const bytes = text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16)));
  return new TextDecoder().decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));
};
const escapedSegment = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

function checkHost(host, did) {
  const found = HOST.exec(host);
  if (!found) throw new KeysError(`${quoted(cut(host, 100))} is not a host name.`);
  const [, address, port] = found;
  if (port && !(Number(port) > 0 && Number(port) < 65536)) {
    throw new KeysError(`The port of ${quoted(cut(did, 100))} is not one from 1 to 65535.`);
  }
  if (address && !URL.canParse(`http://[${address}]/`)) {
    throw new KeysError(`${quoted(cut(host, 100))} is not an IPv6 address.`);
  }
}

/** A DID document of `expected`; throws KeysError. A key that names another controller is refused with the whole. */
export function parseDidDocument(document, expected) {
  if (!isObject(document) || document.id !== expected) {
    throw new KeysError(`The document found for ${cut(expected, 100)} is not its DID document.`);
  }
  const found = { id: expected, methods: new Map(), assertion: new Set(), unusable: new Map() };
  const known = new Map();
  for (const entry of entriesOf(document.verificationMethod)) {
    const id = methodId(entry, expected);
    if (known.has(id)) throw new KeysError(`The DID document lists the key ${cut(id, 100)} twice.`);
    known.set(id, entry);
    readMethod(entry, id, found);
  }
  for (const purpose of ["assertionMethod", "authentication"]) {
    for (const entry of entriesOf(document[purpose])) {
      const id = typeof entry === "string" ? absoluteId(entry, expected) : methodId(entry, expected);
      if (typeof entry !== "string") {
        if (!known.has(id)) known.set(id, entry);
        if (!isSame(known.get(id), entry)) {
          throw new KeysError(`The DID document lists the key ${cut(id, 100)} twice, and differently.`);
        }
        readMethod(entry, id, found);
      }
      if (purpose === "assertionMethod") found.assertion.add(id);
    }
  }
  return found;
}

function entriesOf(value) {
  const entries = listed(value);
  if (entries.length > 100) throw new KeysError("The DID document lists more than 100 keys.");
  return entries;
}

const absoluteId = (reference, did) => (reference.startsWith("#") ? did + reference : reference);

function methodId(entry, did) {
  if (!isObject(entry) || typeof entry.id !== "string") {
    throw new KeysError("A verification method of the DID document has no id.");
  }
  if (entry.controller !== did) {
    throw new KeysError(`The key ${cut(entry.id, 100)} names another controller than ${cut(did, 100)}.`);
  }
  return absoluteId(entry.id, did);
}

function readMethod(entry, id, found) {
  let key;
  try {
    key = readKey(entry);
  } catch (error) {
    if (!(error instanceof BadKey)) throw error;
    found.unusable.set(id, error.message);
    return;
  }
  const [revoked, expires] = [endOfKey(entry, "revoked"), endOfKey(entry, "expires")];
  found.methods.set(id, { id, controller: found.id, key, revoked, expires });
}

function readKey(entry) {
  const { type, publicKeyMultibase: multibase, publicKeyJwk: jwk } = entry;
  if (!isAbsent(multibase) && !isAbsent(jwk)) {
    throw new BadKey("It is written down twice, as publicKeyMultibase and as publicKeyJwk.");
  }
  if (type === "JsonWebKey" || type === "JsonWebKey2020") return keyOfJwk(jwk ?? null);
  if (type !== "Multikey" && type !== "Ed25519VerificationKey2020") {
    throw new BadKey(`Keys of the type ${quoted(cut(shown(type), 100))} aren't understood.`);
  }
  if (typeof multibase !== "string") throw new BadKey("It has no publicKeyMultibase.");
  return keyOfMultibase(multibase, type === "Multikey" ? KEY_KINDS : KEY_KINDS.slice(0, 1));
}

function endOfKey(entry, name) {
  if (!has(entry, name) || entry[name] === null) return null;
  try {
    return readMoment(entry[name]);
  } catch (error) {
    throw new KeysError(`'${name}' of the key ${cut(entry.id, 100)} ${error.message}.`);
  }
}
