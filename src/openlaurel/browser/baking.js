// Taking a credential out of a PNG (Open Badges 3.0, 5.3.1); SVG is in svg.js.
import { latin1, startsWith } from "./bytes.js";
import { BakingError, grouped } from "./faults.js";
import { inflated } from "./status.js";
import { looksLikeSvg, unbakeSvg } from "./svg.js";

export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
export const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MAX_CHUNKS = 20000;
const MAX_TEXT_BYTES = 5 * 1024 * 1024;
const NEWER = "openbadgecredential";
const OLDER = "openbadges";
const TOO_LARGE = `The badge in the picture is larger than ${grouped(MAX_TEXT_BYTES)} bytes.`;

/** The JSON or JWT in a PNG or SVG; throws a BakingError that names the fault. */
export async function unbake(image) {
  if (image.length > MAX_IMAGE_BYTES) {
    throw new BakingError(`The picture has ${grouped(image.length)} bytes; at most ${grouped(MAX_IMAGE_BYTES)} are read.`);
  }
  if (startsWith(image, PNG_SIGNATURE)) return unbakePng(image);
  if (looksLikeSvg(image)) return unbakeSvg(image);
  throw new BakingError("The file is neither a PNG nor an SVG picture.");
}

async function unbakePng(png) {
  const badges = { [NEWER]: [], [OLDER]: [] };
  for (const { kind, data } of chunksOf(png)) {
    const end = data.indexOf(0);
    const keyword = latin1(data.subarray(0, end < 0 ? data.length : end));
    if (["iTXt", "tEXt", "zTXt"].includes(kind) && Object.hasOwn(badges, keyword)) {
      badges[keyword].push({ kind, rest: end < 0 ? new Uint8Array() : data.subarray(end + 1) });
    }
  }
  const found = badges[NEWER].length ? badges[NEWER] : badges[OLDER];
  if (found.length > 1) throw new BakingError(`The picture carries ${found.length} badges; it must carry one.`);
  if (!found.length) {
    throw new BakingError("The picture carries no badge: it may have been edited, copied as a screenshot or re-saved.");
  }
  const [{ kind, rest }] = found;
  if (kind === "tEXt" && !badges[NEWER].length) {
    if (rest.length > MAX_TEXT_BYTES) throw new BakingError(TOO_LARGE);
    return latin1(rest);
  }
  return textOfChunk(kind, rest);
}

async function textOfChunk(kind, rest) {
  if (kind !== "iTXt") throw new BakingError("The badge must be in an iTXt chunk.");
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (rest.length < 4 || translated < 0) throw new BakingError("The chunk with the badge is cut off.");
  const [compressed, method] = rest;
  let text = rest.subarray(translated + 1);
  if (compressed > 1 || method !== 0) throw new BakingError("The chunk with the badge is compressed in an unknown way.");
  if (compressed) text = await inflatedText(text);
  if (text.length > MAX_TEXT_BYTES) throw new BakingError(TOO_LARGE);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    throw new BakingError("The badge in the picture isn't UTF-8 text.");
  }
}

async function inflatedText(data) {
  try {
    return await inflated(data, "deflate", MAX_TEXT_BYTES);
  } catch (error) {
    if (error instanceof RangeError) throw new BakingError(TOO_LARGE);
    const isCut = /trunc|unexpected end/i.test(error.message);
    throw new BakingError(isCut ? "The badge in the picture is cut off." : "The badge in the picture can't be decompressed.");
  }
}

/** The chunks of a PNG, each with its checksum proved (PNG, 5.3). */
function* chunksOf(png) {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let place = 8;
  let kind = "";
  for (let count = 1; kind !== "IEND"; count += 1) {
    if (count > MAX_CHUNKS) throw new BakingError(`The PNG has more than ${grouped(MAX_CHUNKS)} chunks.`);
    if (place + 12 > png.length) throw new BakingError("The PNG is cut off.");
    const end = place + 12 + view.getUint32(place);
    kind = latin1(png.subarray(place + 4, place + 8));
    if (end > png.length) throw new BakingError("The PNG is cut off.");
    if (view.getUint32(end - 4) !== crc32(png.subarray(place + 4, end - 4))) {
      throw new BakingError(`The checksum of the PNG's ${kind} chunk is wrong: the file was damaged or altered.`);
    }
    if (count === 1 && kind !== "IHDR") throw new BakingError("The PNG doesn't begin with its header.");
    yield { kind, data: png.subarray(place + 8, end - 4) };
    place = end;
  }
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

export function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ CRC_TABLE[(value ^ byte) & 255];
  return (value ^ 0xffffffff) >>> 0;
}
