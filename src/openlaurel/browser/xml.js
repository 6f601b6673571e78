// XML read in one pass, with namespaces (XML 1.0; Namespaces in XML 1.0): as much as an SVG badge takes, and no entities but
// the five that XML has.
import { firstBadByte } from "./json.js";
import { has } from "./values.js";

const NAME = "[:A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}][-.0-9:A-Z_a-z\\u00b7\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u203f\\u2040\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}]*";
const OPENING = new RegExp(`<(${NAME})`, "uy");
const ATTRIBUTE = new RegExp(`[ \\t\\n]+(${NAME})[ \\t\\n]*=[ \\t\\n]*(?:"([^<"]*)"|'([^<']*)')`, "uy");
const OPENING_END = /[ \t\n]*(\/?)>/y;
const CLOSING = new RegExp(`</(${NAME})[ \\t\\n]*>`, "uy");
const INSTRUCTION = new RegExp(`<\\?(${NAME})(?:[ \\t\\n][\\s\\S]*?)?\\?>`, "uy");
const COMMENT = /<!--(?:(?!--)[\s\S])*-->/y;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
const NOT_XML = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const REFERENCE = /&(?:#([0-9]{1,9})|#x([0-9a-fA-F]{1,8})|([A-Za-z]+));/y;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";

/** It isn't well-formed; `isUnbound` where a prefix has no namespace. */
export class XmlFault extends Error {
  constructor(text, place, isUnbound = false) {
    super("not well-formed");
    const before = text.slice(0, place);
    this.line = before.split("\n").length;
    this.column = place - (before.lastIndexOf("\n") + 1) + 1;
    this.isUnbound = isUnbound;
  }
}

/** Tells `reader` what is in an XML document: `doctype()`, `start(namespace, local, attributes)`, `end()`, `text(text)`. */
export function readXml(bytes, reader) {
  const good = firstBadByte(bytes);
  // Behind what is UTF-8 stands what is no XML, so that the reader ends there.
  const text = new TextDecoder().decode(bytes.subarray(0, good)) + (good < bytes.length ? "\0" : "");
  new XmlReader(text.replace(/\r\n?/g, "\n"), reader).document();
}

class XmlReader {
  constructor(text, reader) {
    Object.assign(this, { text, reader, place: 0, open: [] });
  }

  fault(isUnbound = false) {
    return new XmlFault(this.text, this.place, isUnbound);
  }

  /** What `form` matches where the reader is, which goes on behind it; null where it doesn't match. */
  take(form) {
    form.lastIndex = this.place;
    const found = form.exec(this.text);
    if (found) this.place = form.lastIndex;
    return found;
  }

  document() {
    let hadRoot = false;
    while (this.place < this.text.length) {
      if (this.text[this.place] !== "<") {
        this.characters();
      } else if (this.text.startsWith("<!DOCTYPE", this.place)) {
        this.reader.doctype();
      } else if (this.text.startsWith("<?", this.place)) {
        this.instruction();
      } else if (this.text.startsWith("<!--", this.place)) {
        if (!this.take(COMMENT)) throw this.fault();
      } else if (this.text.startsWith("<![CDATA[", this.place)) {
        const found = this.open.length ? this.take(CDATA) : null;
        if (!found || NOT_XML.test(found[1])) throw this.fault();
        this.reader.text(found[1]);
      } else if (this.text.startsWith("</", this.place)) {
        this.closing();
      } else {
        if (hadRoot && !this.open.length) throw this.fault();
        hadRoot = true;
        this.opening();
      }
    }
    if (!hadRoot || this.open.length) throw this.fault();
  }

  instruction() {
    const start = this.place;
    const found = this.take(INSTRUCTION);
    if (!found || (found[1].toLowerCase() === "xml" && (start !== 0 || found[1] !== "xml"))) throw this.fault();
  }

  characters() {
    const end = this.text.indexOf("<", this.place);
    const raw = this.text.slice(this.place, end < 0 ? undefined : end);
    if (!this.open.length && /[^ \t\n]/.test(raw)) throw this.fault();
    if (raw.includes("]]>")) throw this.fault();
    if (this.open.length) this.reader.text(this.resolved(raw));
    this.place += raw.length;
  }

  resolved(raw) {
    if (NOT_XML.test(raw)) throw this.fault();
    if (!raw.includes("&")) return raw;
    let out = "";
    for (let at = 0; at < raw.length; ) {
      const next = raw.indexOf("&", at);
      out += raw.slice(at, next < 0 ? undefined : next);
      if (next < 0) break;
      REFERENCE.lastIndex = next;
      const found = REFERENCE.exec(raw);
      out += this.referred(found);
      at = REFERENCE.lastIndex;
    }
    return out;
  }

  referred(found) {
    if (!found) throw this.fault();
    const [, decimal, hexadecimal, name] = found;
    if (name !== undefined) {
      if (!has(ENTITIES, name)) throw this.fault();
      return ENTITIES[name];
    }
    const code = decimal === undefined ? parseInt(hexadecimal, 16) : Number(decimal);
    const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    if (!isCharacter || NOT_XML.test(String.fromCodePoint(code))) throw this.fault();
    return String.fromCodePoint(code);
  }

  opening() {
    const found = this.take(OPENING);
    if (!found) {
      this.place += 1;
      throw this.fault();
    }
    const raw = new Map();
    for (let one = this.take(ATTRIBUTE); one; one = this.take(ATTRIBUTE)) {
      if (raw.has(one[1])) throw this.fault();
      raw.set(one[1], this.resolved((one[2] ?? one[3]).replace(/[\t\n]/g, " ")));
    }
    const end = this.take(OPENING_END);
    if (!end) throw this.fault();
    const spaces = this.spacesOf(raw);
    const [namespace, local] = this.expandedName(found[1], spaces, spaces[""] ?? "");
    this.reader.start(namespace, local, this.attributesOf(raw, spaces));
    if (end[1]) this.reader.end();
    else this.open.push({ name: found[1], spaces });
  }

  spacesOf(raw) {
    const above = this.open.length ? this.open[this.open.length - 1].spaces : Object.assign(Object.create(null), { xml: XML_NAMESPACE });
    const own = [...raw].filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"));
    if (!own.length) return above;
    const declared = own.map(([name, value]) => [name.slice(6), value]);
    if (declared.some(([prefix, value]) => (prefix && !value) || prefix === "xmlns")) throw this.fault();
    return Object.assign(Object.create(null), above, Object.fromEntries(declared));
  }

  expandedName(name, spaces, byDefault) {
    const [first, second, more] = name.split(":");
    if (second === undefined) return [byDefault, first];
    if (more !== undefined || !first || !second) throw this.fault();
    if (!has(spaces, first)) throw this.fault(true);
    return [spaces[first], second];
  }

  attributesOf(raw, spaces) {
    const attributes = Object.create(null);
    for (const [name, value] of raw) {
      if (name === "xmlns" || name.startsWith("xmlns:")) continue;
      const [namespace, local] = this.expandedName(name, spaces, "");
      const whole = namespace ? `${namespace} ${local}` : local;
      if (has(attributes, whole)) throw this.fault();
      attributes[whole] = value;
    }
    return attributes;
  }

  closing() {
    const start = this.place;
    const found = this.take(CLOSING);
    if (!found || this.open.pop()?.name !== found[1]) {
      this.place = found ? start + 2 : start;
      throw this.fault();
    }
    this.reader.end();
  }
}
