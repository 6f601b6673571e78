// The loop around the checks: what they need is looked up, and they are asked again.
import { CredentialsError, cut } from "./faults.js";
import { didWebUrl } from "./dids.js";
import { checkFurther } from "./further.js";
import { parseJson } from "./json.js";
import { looksLikeJwt } from "./jwt.js";
import { compareRecipient } from "./recipients.js";
import { Missing, Unavailable, checkNamed, checkOf, isVerified, reportOf, withCheck } from "./report.js";
import { Canonizer } from "./suites.js";
import { decodeBase64 } from "./bytes.js";
import { has, isObject, listed, stripped } from "./values.js";
import { verifyAlone } from "./verifying.js";
import { isLoopbackHost } from "./webaddresses.js";

const MAX_ROUNDS = 8;
const OLDER_CONTEXTS = ["https://w3id.org/openbadges/v2", "https://w3id.org/openbadges/v1"];

/** Verifies badges with bundled `contexts` (by address) and the `sentences` of reasons; `obtain` gets what a need names,
 * as bytes or as Unavailable. */
export class Verifier {
  constructor({ contexts, sentences }, obtain) {
    Object.assign(this, { contexts, sentences, obtain });
  }

  /** The report of a badge as JSON or JWT (bytes or text), at `now` in milliseconds; never throws for what it holds. */
  async verify(document, { now = Date.now(), recipient = "" } = {}) {
    if (isOlder(document)) return reportOf([checkOf("format", "skipped", "older_elsewhere")], null);
    const report = noteLoopback(await this.checked(document, now));
    return stripped(recipient) ? compareRecipient(report, recipient) : report;
  }

  async checked(document, now) {
    const resources = new Map();
    const world = { canonizer: new Canonizer(this.contexts), sentences: this.sentences };
    for (let round = 0; ; round += 1) {
      const refusal = new Unavailable(`The file names more than ${MAX_ROUNDS} places to look things up.`);
      world.resource = (need) => {
        if (resources.has(need.key)) return resources.get(need.key);
        if (round >= MAX_ROUNDS) return refusal;
        throw new Missing(need);
      };
      try {
        return await verifyWhole(document, world, now);
      } catch (error) {
        if (!(error instanceof Missing)) throw error;
        for (const need of error.needs ?? [error.need]) {
          if (!resources.has(need.key)) resources.set(need.key, await this.resource(need));
        }
      }
    }
  }

  async resource(need) {
    const found = await this.obtain(need);
    if (found instanceof Unavailable || need.kind === "bytes") return found;
    try {
      return parseJson(found);
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      return new Unavailable(`What is at ${cut(need.url, 200)} can't be read. ${error.message}`);
    }
  }
}

/** What a badge brings along is looked at once the badge itself holds. Throws Missing. */
export async function verifyWhole(document, world, now) {
  const report = await verifyAlone(document, world, now);
  if (!isVerified(report) || report.credential === null) return report;
  const further = await checkFurther(report.credential, world, (one) => verifyAlone(one, world, now));
  return { ...report, further };
}

/** Whether a document has the form of a badge of an older version, which is checked on the server only. */
function isOlder(document) {
  const text = typeof document === "string" ? document : new TextDecoder("utf-8", { ignoreBOM: true }).decode(document);
  try {
    let value;
    if (looksLikeJwt(text)) {
      const [header, payload] = stripped(text).split(".").map((part) => decodeBase64(part) ?? new Uint8Array());
      if (parseJson(header).alg !== "RS256") return false;
      value = parseJson(payload);
    } else {
      value = parseJson(document);
    }
    if (!isObject(value)) return false;
    if (has(value, "@context")) return listed(value["@context"]).some((one) => OLDER_CONTEXTS.includes(one));
    return has(value, "recipient") && has(value, "badge") && (has(value, "verify") || typeof value.recipient === "string");
  } catch (error) {
    if (error instanceof CredentialsError) return false;
    throw error;
  }
}

/** A badge whose issuer is at an address that only this machine reaches can't be verified by anybody else. */
function noteLoopback(report) {
  const check = checkNamed(report, "issuer");
  if (report.credential === null || check.outcome !== "pass") return report;
  const { issuer } = report.credential;
  let address = isObject(issuer) ? issuer.id : issuer;
  if (address.startsWith("did:web:")) address = didWebUrl(address);
  if (!URL.canParse(address) || !isLoopbackHost(new URL(address).hostname)) return report;
  return withCheck(report, checkOf("issuer", "warn", "issuer_on_this_machine", check.params));
}
