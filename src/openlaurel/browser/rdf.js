// Expanded JSON-LD to quads (JSON-LD 1.1 Processing Algorithms, 8), without a step that drops anything.
import { InvalidDocument, UndefinedTerm, cut, quoted } from "./faults.js";
import { SAFE_INTEGER, jsonText } from "./jcs.js";
import { has, isNumber, numberOf } from "./values.js";

const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const XSD_STRING = `${XSD}string`;
const XSD_DOUBLE = `${XSD}double`;
const IRI_CHARACTER =
  '[^\\x00-\\x20<>"{}|^`\\\\\\x7f-\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ud800-\\udfff\\ufeff]';
const ABSOLUTE = new RegExp(`^[A-Za-z][A-Za-z0-9+.-]*:${IRI_CHARACTER}*$`, "u");
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const LANGUAGE = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/;
const FLOAT = /^\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*$/;
const SPECIAL = /[\x00-\x1f"\\\x7f]/g;
const NAMED = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };

/** The quads: subject, predicate, object and graph ("" for the default one) as canonical N-Quads write them. */
export function quadsOf(expanded) {
  const conversion = new Conversion();
  for (const node of expanded) conversion.node(node, "");
  return conversion.quads;
}

export const lineOf = ([subject, predicate, object, graph]) =>
  `${subject} ${predicate} ${object}${graph ? ` ${graph}` : ""} .\n`;

class Conversion {
  constructor() {
    this.quads = [];
    this.labels = new Map();
    this.count = 0;
  }

  fresh() {
    this.count += 1;
    return `_:b${this.count - 1}`;
  }

  resource(id) {
    if (id === null) throw new UndefinedTerm("an id or type that looks like a keyword");
    if (!id.startsWith("_:")) return iriTerm(id);
    if (!this.labels.has(id)) this.labels.set(id, this.fresh());
    return this.labels.get(id);
  }

  node(node, graph) {
    const subject = has(node, "@id") ? this.resource(node["@id"]) : this.fresh();
    for (const [key, values] of Object.entries(node)) {
      if (key === "@type") {
        for (const type of values) this.quads.push([subject, `<${RDF}type>`, this.resource(type), graph]);
      } else if (key === "@graph") {
        for (const entry of values) this.node(entry, subject);
      } else if (key === "@included") {
        for (const entry of values) this.node(entry, graph);
      } else if (key === "@reverse") {
        for (const [name, entries] of Object.entries(values)) {
          for (const entry of entries) this.quads.push([this.node(entry, graph), iriTerm(name), subject, graph]);
        }
      } else if (key[0] === "@") {
        if (key !== "@id") throw new UndefinedTerm(key);
      } else {
        const predicate = iriTerm(key);
        for (const entry of values) this.quads.push([subject, predicate, this.object(entry, graph), graph]);
      }
    }
    return subject;
  }

  object(value, graph) {
    if (has(value, "@value")) return literalTerm(value);
    if (has(value, "@list")) return this.list(value["@list"], graph);
    return this.node(value, graph);
  }

  list(entries, graph) {
    let rest = `<${RDF}nil>`;
    for (const entry of [...entries].reverse()) {
      const cell = this.fresh();
      this.quads.push([cell, `<${RDF}first>`, this.object(entry, graph), graph]);
      this.quads.push([cell, `<${RDF}rest>`, rest, graph]);
      rest = cell;
    }
    return rest;
  }
}

function iriTerm(text) {
  if (ABSOLUTE.test(text)) return `<${text}>`;
  if (SCHEME.test(text)) {
    throw new InvalidDocument(`${quoted(cut(text, 200))} isn't an address: it holds characters that none may hold.`);
  }
  throw new UndefinedTerm(text);
}

function literalTerm(value) {
  for (const key of Object.keys(value)) {
    if (!["@value", "@type", "@language"].includes(key)) throw new UndefinedTerm(key);
  }
  const { "@value": content, "@type": datatype = "", "@language": language = "" } = value;
  if (datatype === "@json") return written(jsonText(content), `${RDF}JSON`, "");
  if (language && !LANGUAGE.test(language)) {
    throw new InvalidDocument(`${quoted(cut(language, 100))} isn't a language tag.`);
  }
  if (datatype) iriTerm(datatype);
  const [text, natural] = lexical(content, datatype);
  return written(text, datatype || natural, language);
}

function written(text, datatype, language) {
  const inside = text.replace(SPECIAL, (c) => NAMED[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  if (language) return `"${inside}"@${language}`;
  return datatype === XSD_STRING ? `"${inside}"` : `"${inside}"^^<${datatype}>`;
}

/** The text of a value, and the datatype that it has when none is given (8.2.2). */
function lexical(content, datatype) {
  if (typeof content === "boolean") return [String(content), `${XSD}boolean`];
  if (isNumber(content)) {
    if (typeof content === "bigint" && (content > SAFE_INTEGER || content < -SAFE_INTEGER)) {
      throw new InvalidDocument("The document holds a number that isn't read alike everywhere.");
    }
    const number = numberOf(content);
    if (datatype === XSD_DOUBLE || number % 1 || Math.abs(number) >= 1e21) return [double(number), XSD_DOUBLE];
    return [String(BigInt(number)), `${XSD}integer`];
  }
  if (typeof content !== "string") {
    throw new InvalidDocument("A value is neither a text nor a number nor true or false.");
  }
  const isNumeric = datatype === XSD_DOUBLE && FLOAT.test(content) && Number.isFinite(Number(content));
  return [isNumeric ? double(Number(content)) : content, XSD_STRING];
}

function double(number) {
  const [mantissa, exponent] = number.toExponential(15).split("e");
  const digits = mantissa.replace(/0+$/, "");
  return `${digits}${digits.endsWith(".") ? "0" : ""}E${Number(exponent)}`;
}
