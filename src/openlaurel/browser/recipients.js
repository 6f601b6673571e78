// Whom a badge is about (Open Badges 3.0.3, B.8 IdentityObject): compared with what somebody enters, here and nowhere else.
import { hex, utf8 } from "./bytes.js";
import { md5 } from "./md5.js";
import { checkOf, withCheck } from "./report.js";
import { sha256 } from "./sha2.js";
import { cut, shown } from "./faults.js";
import { SPACES, isObject, listed, stripped } from "./values.js";

const HASHED_BY = { sha256, md5 };
const RUN_OF_SPACES = new RegExp(`[${SPACES}]+`, "g");

/** The report with its `recipient` check made against a name or an e-mail address. */
export function compareRecipient(report, value) {
  if (report.credential === null) return report;
  const identities = listed(report.credential.credentialSubject)
    .flatMap((subject) => listed(subject.identifier))
    .filter(isObject);
  if (!identities.length) return withCheck(report, checkOf("recipient", "fail", "recipient_unknown"));
  for (const identity of identities.slice(0, 20)) {
    if (matches(identity, cut(value, 1000))) {
      const kind = identity.identityType === "name" ? "name" : "e-mail address";
      return withCheck(report, checkOf("recipient", "pass", "recipient_matches", { kind }));
    }
  }
  return withCheck(report, checkOf("recipient", "fail", "recipient_differs"));
}

function normalized(value, type) {
  const whole = value.normalize("NFC");
  return type === "emailAddress" ? stripped(whole).toLowerCase() : stripped(whole).replace(RUN_OF_SPACES, " ");
}

function matches({ identityHash: stated, salt = "", identityType, hashed }, value) {
  if (typeof stated !== "string" || typeof salt !== "string") return false;
  const candidates = [value, stripped(value), normalized(value, shown(identityType))];
  if (hashed !== true) return candidates.includes(stated);
  const [algorithm, ...rest] = stated.split("$");
  const hash = HASHED_BY[algorithm.toLowerCase()];
  return Boolean(hash) && candidates.some((one) => hex(hash(utf8(one + salt))) === rest.join("$").toLowerCase());
}
