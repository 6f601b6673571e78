// What RDF doesn't tell apart and a reader would overlook (VC Data Integrity 1.0, 2.4.1 and 4.6).
import { HiddenTerm } from "./faults.js";
import { has, isObject, isSame } from "./values.js";

// What a credential says of itself as a whole; who reads one looks for it at the top and nowhere else.
const OF_THE_WHOLE = [
  "credentialSchema", "credentialStatus", "credentialSubject", "issuer", "termsOfUse", "validFrom", "validUntil",
];

/** Throws HiddenTerm where a document says something under another name than its plain one. */
export function checkPlain(document) {
  if (Array.isArray(document)) {
    document.forEach(checkPlain);
  } else if (isObject(document)) {
    const allowed = has(document, "@value") ? ["@context", "@value", "@type", "@language"] : ["@context"];
    for (const [key, value] of Object.entries(document)) {
      if (key.includes(":") || (key[0] === "@" && !allowed.includes(key))) throw new HiddenTerm(key);
      if (key !== "@context") {
        checkPlain(value);
      } else if (!(Array.isArray(value) ? value : [value]).every((entry) => typeof entry === "string")) {
        throw new HiddenTerm("@context");
      }
    }
  }
}

/** Throws HiddenTerm where what a document says of itself stands further down: to RDF all objects of one id are one. */
export function checkUndivided(document) {
  if (document.id !== undefined && document.id !== null) checkBelow(Object.values(document), document.id);
}

function checkBelow(value, id) {
  if (Array.isArray(value)) {
    value.forEach((entry) => checkBelow(entry, id));
  } else if (isObject(value)) {
    const moved = has(value, "id") && isSame(value.id, id) ? OF_THE_WHOLE.filter((name) => has(value, name)) : [];
    if (moved.length) throw new HiddenTerm(moved[0]);
    checkBelow(Object.values(value), id);
  }
}
