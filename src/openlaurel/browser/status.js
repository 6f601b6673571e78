// Whether a credential still counts: Bitstring Status List 1.0, the drafts that it came from, and 1EdTech's list of ids.
import { decodeBase64 } from "./bytes.js";
import { readEnvelope } from "./envelope.js";
import { StatusError, cut, quoted, shown } from "./faults.js";
import { has, isCount, isObject, listed } from "./values.js";

const MINIMUM_LENGTH = 131072;
const MAXIMUM_BITS = 67108864;
const MAXIMUM_SIZE = 8;
const MAXIMUM_REVOKED = 200000;
export const REVOCATION_LIST = "1EdTechRevocationList";
const PURPOSES = ["revocation", "suspension", "refresh", "message"];
const NO_LIST = "What is at the status list's address isn't a status list.";
const DRAFTS = {
  StatusList2021Entry: {
    list: "StatusList2021", credential: "StatusList2021Credential", index: "statusListIndex", address: "statusListCredential",
  },
  RevocationList2020Status: {
    list: "RevocationList2020", credential: "RevocationList2020Credential", index: "revocationListIndex",
    address: "revocationListCredential", purpose: "revocation",
  },
};

/** A `credentialStatus` entry: where the value is, how many bits it has, and what each value means. */
export function readEntry(entry) {
  const kind = shown(entry.type);
  if (has(DRAFTS, kind)) return readDraft(entry, DRAFTS[kind]);
  if (entry.type !== "BitstringStatusListEntry") {
    throw new StatusError(`A status of the type ${quoted(cut(kind, 80))} can't be checked.`);
  }
  const place = placeOf(entry.statusListCredential, entry.statusListIndex);
  const { statusPurpose: purpose, statusSize: size = 1 } = entry;
  if (!PURPOSES.includes(purpose)) throw noPurpose(purpose);
  if (!isCount(size) || size < 1 || size > MAXIMUM_SIZE) {
    throw new StatusError(
      `The statusSize must be a number from 1 to ${MAXIMUM_SIZE}, not ${quoted(cut(shown(size), 40))}.`,
    );
  }
  return { ...place, purpose, size: Number(size), messages: messagesOf(entry.statusMessage ?? null, Number(size)), draft: null };
}

const noPurpose = (purpose) => new StatusError(`A status with the purpose ${quoted(cut(shown(purpose), 40))} can't be checked.`);

function placeOf(url, index) {
  if (typeof url !== "string" || !/^https?:\/\//.test(url)) throw new StatusError("The status entry names no list.");
  if (typeof index !== "string" || !/^[0-9]{1,12}$/.test(index)) {
    throw new StatusError("The status entry's index must be a number written as a string.");
  }
  return { url, index: Number(index) };
}

function readDraft(entry, draft) {
  const place = placeOf(entry[draft.address], entry[draft.index]);
  const purpose = draft.purpose ?? entry.statusPurpose;
  if (purpose !== "revocation" && purpose !== "suspension") throw noPurpose(purpose);
  return { ...place, purpose, size: 1, messages: [], draft };
}

function messagesOf(raw, size) {
  if (raw === null && size === 1) return [];
  if (!Array.isArray(raw) || raw.length !== 2 ** size) {
    const found = Array.isArray(raw) ? raw.length : "none";
    throw new StatusError(`A statusSize of ${size} needs ${2 ** size} messages in statusMessage; it has ${found}.`);
  }
  const messages = new Map();
  for (const one of raw) {
    const { status, message } = isObject(one) ? one : {};
    if (typeof status !== "string" || !/^0x[0-9a-fA-F]{1,4}$/.test(status) || typeof message !== "string") {
      throw new StatusError("Each statusMessage must have a status like '0x1' and a message.");
    }
    messages.set(parseInt(status, 16), message);
  }
  const last = 2 ** size - 1;
  if (messages.size !== 2 ** size || [...messages.keys()].some((value) => value > last)) {
    throw new StatusError(`The statusMessage must name each value from 0x0 to 0x${last.toString(16)} once.`);
  }
  return Array.from({ length: 2 ** size }, (_, value) => messages.get(value));
}

/** What the list `document` says of `entry` (3.2, Validate Algorithm); its proof is verified by the caller. */
export async function readStatus(document, entry) {
  const envelope = readEnvelope(document);
  const { draft } = entry;
  if (!envelope.types.includes(draft ? draft.credential : "BitstringStatusListCredential")) throw new StatusError(NO_LIST);
  if (envelope.id !== null && envelope.id !== entry.url) {
    throw new StatusError("The status list names another address than the one it was fetched from.");
  }
  const [subject] = envelope.subjects;
  if (draft && !listed(subject.type).includes(draft.list)) throw new StatusError(NO_LIST);
  const purposes = draft?.purpose ?? subject.statusPurpose;
  if (!(Array.isArray(purposes) ? purposes : [purposes]).includes(entry.purpose)) {
    throw new StatusError(`The status list isn't one for ${entry.purpose}.`);
  }
  if (typeof subject.encodedList !== "string") throw new StatusError("The status list holds no encodedList.");
  const value = draft ? await draftBit(subject.encodedList, entry.index) : await bitstringValue(subject.encodedList, entry);
  if (!draft) checkTtl(subject.ttl ?? null);
  return { purpose: entry.purpose, value, message: (entry.messages.length ? entry.messages : ["unset", "set"])[value] };
}

function checkTtl(raw) {
  if (raw !== null && (!isCount(raw) || raw < 0)) {
    throw new StatusError(`The status list's ttl must be a number of milliseconds, not ${quoted(cut(shown(raw), 40))}.`);
  }
}

async function bitstringValue(encoded, { index, size }) {
  if (!encoded.startsWith("u")) throw new StatusError("The encodedList must be multibase base64url and start with 'u'.");
  const bits = await unpacked(decoded(encoded.slice(1)), "gzip");
  const length = Math.floor((bits.length * 8) / size);
  if (length < MINIMUM_LENGTH) throw tooShort();
  if (index >= length) throw outside(index, length);
  const end = (index + 1) * size;
  const last = Math.floor((end + 7) / 8);
  let value = 0;
  for (let place = Math.floor((index * size) / 8); place < last; place += 1) value = value * 256 + bits[place];
  return (value >>> (last * 8 - end)) & (2 ** size - 1);
}

const tooShort = () => new StatusError(`A status list has at least ${MINIMUM_LENGTH} entries, a multiple of 8.`);
const outside = (index, length) => new StatusError(`The index ${index} is outside the list of ${length} entries.`);

/** A draft left open in which order bits stand in a byte, so that a status counts only where both say the same. */
async function draftBit(encoded, index) {
  const data = decoded(encoded);
  const bits = await unpacked(data, data[0] === 0x1f ? "gzip" : "deflate");
  if (bits.length * 8 < MINIMUM_LENGTH) throw tooShort();
  if (index >= bits.length * 8) throw outside(index, bits.length * 8);
  const byte = bits[Math.floor(index / 8)];
  const fromLeft = (byte >> (7 - (index % 8))) & 1;
  if (fromLeft !== ((byte >> (index % 8)) & 1)) {
    throw new StatusError(
      "The status list is of a draft that left open in which order its bits stand, and the two orders say different things here.",
    );
  }
  return fromLeft;
}

function decoded(text) {
  const data = decodeBase64(text.replace(/=+$/, ""));
  if (data === null) throw new StatusError("The encodedList isn't base64url.");
  return data;
}

async function unpacked(data, format) {
  try {
    return await inflated(data, format, MAXIMUM_BITS / 8);
  } catch (error) {
    if (error instanceof RangeError) throw new StatusError(`The status list has more than ${MAXIMUM_BITS} bits.`);
    const isCut = /trunc|unexpected end/i.test(error.message);
    throw new StatusError(isCut ? "The status list's gzip is cut off." : "The status list isn't valid gzip.");
  }
}

/** The bytes of a compressed stream; throws RangeError once they are more than `most`. */
export async function inflated(data, format, most) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream(format));
  const reader = stream.getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    parts.push(value);
    if (length > most) {
      await reader.cancel();
      throw new RangeError("more than is read");
    }
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The address of a 1EdTechRevocationList; some issuers name a line of it behind a `#`. */
export function readRevocationEntry({ id }) {
  if (typeof id !== "string" || !/^https?:\/\//.test(id)) throw new StatusError("The status entry names no list.");
  return id.split("#")[0];
}

/** What 1EdTech's list at `url`, as published by `issuer`, says of a credential; of several lines any that revokes counts. */
export function revokedIn(document, url, issuer, credentialId) {
  const lines = isObject(document) ? document.revokedCredentials : null;
  if (!Array.isArray(lines) || lines.length > MAXIMUM_REVOKED) throw new StatusError(NO_LIST);
  if (has(document, "id") && document.id !== url) {
    throw new StatusError("The status list names another address than the one it was fetched from.");
  }
  const stated = has(document, "issuer") ? document.issuer : issuer;
  if ((isObject(stated) ? stated.id : stated) !== issuer) throw new StatusError("The status list is another issuer's.");
  const read = lines.map((line) => {
    const { id, revoked = true, revocationReason = "" } = isObject(line) ? line : {};
    if (typeof id !== "string" || typeof revoked !== "boolean" || typeof revocationReason !== "string") {
      throw new StatusError(NO_LIST);
    }
    return { id, revoked, revocationReason };
  });
  const found = read.filter((line) => line.id === credentialId && line.revoked);
  return { purpose: "revocation", value: found.length ? 1 : 0, message: found[0]?.revocationReason ?? "unset" };
}
