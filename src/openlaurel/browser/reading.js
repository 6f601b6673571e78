// From whatever somebody hands over to the text of the credential in it, told by content and never by name.
import { MAX_IMAGE_BYTES, PNG_SIGNATURE, unbake } from "./baking.js";
import { latin1, startsWith } from "./bytes.js";
import { BakingError, CredentialsError, grouped } from "./faults.js";
import { MAX_BYTES } from "./json.js";
import { looksLikeJwt } from "./jwt.js";
import { looksLikeSvg } from "./svg.js";
import { stripped } from "./values.js";

const ADVICE = "Choose the badge's PNG or SVG file as it was downloaded, or give the badge's address.";
const FAULTS_OF_KINDS = {
  nothing: "The file is empty. Choose the badge's PNG, SVG, JSON or JWT file.",
  pdf: "A PDF carries no signature that is checked here. Give the badge's address, which the PDF shows, or its PNG, SVG or JSON file.",
  photo: "A JPEG, GIF or WebP picture can't carry a badge. Choose the PNG or SVG file as it was downloaded.",
  archive: "This is an archive. Unpack it and choose the badge's PNG, SVG, JSON or JWT file in it.",
  html: "This is a saved web page. Give its address instead, or the badge's PNG, SVG, JSON or JWT file.",
  other: "This is neither a PNG or SVG picture nor JSON or a JWT. Choose the badge's file as it was downloaded.",
};
const ARCHIVES = [[0x50, 0x4b, 3, 4], [0x1f, 0x8b], [0x37, 0x7a, 0xbc, 0xaf], [0x52, 0x61, 0x72, 0x21]];

/** What a file is by how it begins. */
export function kindOf(data) {
  if (startsWith(data, PNG_SIGNATURE)) return "png";
  const start = stripped(latin1(data.subarray(0, 512)).replace(/^\xef\xbb\xbf/, ""));
  if (!start) return "nothing";
  if (start[0] === "{" || start[0] === "[") return "json";
  if (start.startsWith("eyJ") && looksLikeJwt(latin1(data))) return "jwt";
  if (/^(?:<!doctype html|<html)/i.test(start)) return "html";
  if (looksLikeSvg(data)) return "svg";
  if (start.toLowerCase().includes("<html")) return "html";
  if (start.startsWith("%PDF-")) return "pdf";
  if (start.startsWith("\xff\xd8\xff") || start.startsWith("GIF8") || start.slice(8, 12) === "WEBP") return "photo";
  return ARCHIVES.some((mark) => startsWith(data, mark)) ? "archive" : "other";
}

/** The JSON or JWT in a file: itself, or what is baked into a PNG or SVG. Throws CredentialsError. */
export async function readFile(data) {
  const kind = kindOf(data);
  const isPicture = kind === "png" || kind === "svg";
  const most = isPicture ? MAX_IMAGE_BYTES : MAX_BYTES;
  if (data.length > most) {
    throw new CredentialsError(
      `It has ${grouped(data.length)} bytes; at most ${grouped(most)} are read. Choose the badge's own file.`,
    );
  }
  if (kind === "json" || kind === "jwt") return data;
  if (!isPicture) throw new CredentialsError(FAULTS_OF_KINDS[kind]);
  try {
    return await unbake(data);
  } catch (error) {
    if (!(error instanceof BakingError)) throw error;
    throw new CredentialsError(`${error.message} ${ADVICE}`);
  }
}
