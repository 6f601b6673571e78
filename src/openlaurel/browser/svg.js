// Taking a credential out of an SVG (Open Badges 3.0, 5.3.2). Entities, document types and scripts are refused; nothing of
// the picture is ever drawn or run.
import { latin1 } from "./bytes.js";
import { BakingError, grouped } from "./faults.js";
import { has, stripped } from "./values.js";
import { readXml, XmlFault } from "./xml.js";

const SVG_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0";
const OLDER_NAMESPACES = ["http://openbadges.org", "https://openbadges.org"];
const MOST_DEPTH = 1000;
const MOST_ELEMENTS = 200000;
const JWT_FORM = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){2}$/;
const SVG_START = /^(?:\xef\xbb\xbf)?[ \t\n\r\f\v]*<(?:\?xml|!--|!DOCTYPE|svg\b|[\w.-]+:svg\b)/;

/** Whether a file begins as an SVG document does. */
export function looksLikeSvg(image) {
  return SVG_START.test(latin1(image.subarray(0, 1000))) && latin1(image).includes("svg");
}

/** The credential in an SVG; one of an older version counts only where there is no newer one. */
export function unbakeSvg(svg) {
  const found = new SvgBadges();
  try {
    readXml(svg, found);
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    throw found.fault(error);
  }
  const badges = found.badges.length ? found.badges : found.older;
  if (badges.length > 1) throw new BakingError(`The picture carries ${badges.length} badges; it must carry one.`);
  if (!badges.length) throw new BakingError("The picture carries no badge: it may have been edited or re-saved.");
  const text = stripped(badges[0]);
  if (!text) throw new BakingError("The picture's badge element is empty.");
  return text;
}

/** What the reader of XML tells: elements with their namespaces, and text. */
class SvgBadges {
  constructor() {
    Object.assign(this, { badges: [], older: [], depth: 0, elements: 0, badgeDepth: null, isOlder: false, parts: [] });
  }

  fault(error) {
    if (!this.elements) return new BakingError("The file isn't an SVG picture.");
    if (error.isUnbound) return new BakingError("The badge in the picture is not marked as Open Badges 3.0.");
    return new BakingError(`The SVG isn't well-formed in line ${error.line}, column ${error.column}.`);
  }

  doctype() {
    throw new BakingError("The SVG declares a document type or entities, which a badge must not.");
  }

  start(namespace, local, attributes) {
    if (this.depth === 0 && local !== "svg") throw new BakingError("The file isn't an SVG picture.");
    this.depth += 1;
    this.elements += 1;
    if (this.depth > MOST_DEPTH || this.elements > MOST_ELEMENTS) {
      throw new BakingError(
        `The SVG has more than ${grouped(MOST_ELEMENTS)} elements, or they are nested deeper than ${grouped(MOST_DEPTH)}.`,
      );
    }
    if (local.toLowerCase() === "script" || Object.entries(attributes).some(([name, value]) => runs(name, value))) {
      throw new BakingError("The SVG holds a script, which a badge must not.");
    }
    if (this.badgeDepth !== null) {
      throw new BakingError("The badge in the SVG holds another element, where only its text belongs.");
    }
    const isOlder = local === "assertion" && OLDER_NAMESPACES.includes(namespace);
    if (isOlder || (namespace === SVG_NAMESPACE && local === "credential")) {
      this.badgeDepth = this.depth;
      this.isOlder = isOlder;
      this.parts = [has(attributes, "verify") ? attributes.verify : ""];
    }
  }

  end() {
    if (this.depth === this.badgeDepth) {
      const [verify, ...content] = this.parts;
      const body = content.join("");
      if (this.isOlder) this.older.push(JWT_FORM.test(stripped(verify)) || !stripped(body) ? verify : body);
      else this.badges.push(stripped(verify) ? verify : body);
      this.badgeDepth = null;
    }
    this.depth -= 1;
  }

  text(text) {
    if (this.badgeDepth === this.depth) this.parts.push(text);
  }
}

function runs(name, value) {
  const local = name.split(" ").pop().toLowerCase();
  return local.startsWith("on") || (local === "href" && /^[ \t\r\n\0]*javascript:/i.test(value));
}
