// JSON-LD to its expanded form (JSON-LD 1.1 Processing Algorithms, 5), strictly: what no context defines is a fault.
import { isAbsoluteIri, isKeyword, notJsonLd } from "./contexts.js";
import { UndefinedTerm, shown } from "./faults.js";
import { byCodePoint, has, isAbsent, isObject, isText, listed, sortedKeys } from "./values.js";

const fresh = () => Object.create(null);

/** The expanded form of a document; throws UnknownContext, UndefinedTerm, InvalidDocument, WorkLimit. */
export function expand(document, contexts) {
  for (const entry of Array.isArray(document["@context"]) ? document["@context"] : [document["@context"]]) {
    if (typeof entry === "string") contexts.load(entry);
  }
  const expansion = new Expansion(contexts);
  let expanded = expansion.element(contexts.initial, null, document, {});
  if (expansion.dropped.length) throw new UndefinedTerm(shown(expansion.dropped[0]));
  if (isObject(expanded) && has(expanded, "@graph") && Object.keys(expanded).length === 1) expanded = expanded["@graph"];
  return listed(expanded);
}

class Expansion {
  constructor(contexts) {
    this.contexts = contexts;
    this.dropped = [];
  }

  vocabIri(active, value) {
    return this.contexts.iri(active, value, { vocab: true });
  }

  element(active, property, element, { insideList = false, insideIndex = false, typeScoped = null }) {
    this.contexts.spend(1);
    if (isAbsent(element)) return null;
    if (Array.isArray(element)) return this.array(active, property, element, { insideList, insideIndex, typeScoped });
    const expandedProperty = this.vocabIri(active, property);
    if (!isObject(element)) {
      if (!insideList && (property === null || expandedProperty === "@graph")) return null;
      return this.value(active, property, element);
    }
    const scoped = active.mappings.get(property)?.context;
    let within = this.reverted(active, element, insideIndex, typeScoped);
    if (scoped !== undefined) within = this.contexts.process(within, scoped, { override: true });
    const node = fresh();
    const prepared = this.prepared(within, element);
    this.object(element, node, { ...prepared, property, expandedProperty, insideList });
    return this.finished(node, element, prepared.active, property, expandedProperty, insideList);
  }

  array(active, property, elements, { insideList, insideIndex, typeScoped }) {
    const isList = insideList || (active.mappings.get(property)?.container ?? []).includes("@list");
    const result = [];
    for (const one of elements) {
      let expanded = this.element(active, property, one, { insideList: isList, insideIndex, typeScoped });
      if (isList && Array.isArray(expanded)) expanded = Object.assign(fresh(), { "@list": expanded });
      if (Array.isArray(expanded)) for (const each of expanded) result.push(each);
      else if (expanded !== null) result.push(expanded);
    }
    return result;
  }

  /** What is active without the context of a type further up, which ends with its node. */
  reverted(active, element, insideIndex, typeScoped) {
    if (insideIndex) return active;
    const scoped = typeScoped ?? (active.previous ? active : null);
    const keys = sortedKeys(element);
    if (scoped && keys.length <= 2 && !has(element, "@context")) {
      for (const key of keys) {
        const expanded = this.vocabIri(scoped, key);
        if (expanded === "@value") return scoped;
        if (expanded === "@id" && keys.length === 1) return active;
      }
    }
    return active.previous ?? active;
  }

  /** The context of a node: its own one, then those of its types. */
  prepared(given, element) {
    let active = given;
    if (has(element, "@context")) active = this.contexts.process(active, element["@context"]);
    const typeScoped = active;
    let typeKey = null;
    for (const key of sortedKeys(element)) {
      if (this.vocabIri(active, key) !== "@type") continue;
      typeKey ??= key;
      for (const type of listed(element[key]).filter(isText).sort(byCodePoint)) {
        const context = typeScoped.mappings.get(type)?.context;
        if (!isAbsent(context)) active = this.contexts.process(active, context, { propagate: false });
      }
    }
    return { active, typeScoped, typeKey };
  }

  object(element, node, state) {
    const nests = [];
    const { active, expandedProperty, typeKey } = state;
    const type = typeKey === null ? null : listed(element[typeKey])[0];
    const isJson = this.vocabIri(active, type ?? null) === "@json";
    for (const key of sortedKeys(element)) {
      if (key === "@context") continue;
      const expanded = this.vocabIri(active, key);
      if (expanded === null || !(isAbsoluteIri(expanded) || isKeyword(expanded))) {
        this.dropped.push(expanded);
        continue;
      }
      if (isKeyword(expanded)) {
        if (expandedProperty === "@reverse") throw notJsonLd("a keyword cannot be used as a @reverse property.");
        if (has(node, expanded) && expanded !== "@included" && expanded !== "@type") {
          throw notJsonLd("colliding keywords detected.");
        }
        if (this.keyword(expanded, element[key], node, { ...state, isJson })) continue;
      }
      this.member(key, expanded, element[key], node, state, nests);
    }
    const { "@value": value } = node;
    if (has(node, "@value") && node["@type"] !== "@json" && typeof value === "object" && value !== null && !isScalar(value)) {
      throw notJsonLd('@value" value must not be an object or an array.');
    }
    for (const [key, scoped] of nests) this.nested(element[key], scoped, node, state);
  }

  /** Puts what a keyword says into `node`; false for those that are members like others. */
  keyword(keyword, value, node, { active, typeScoped, property, isJson }) {
    if (keyword === "@id") {
      if (!isText(value)) throw notJsonLd('"@id" value must be a string.');
      node["@id"] = this.contexts.iri(active, value);
    } else if (keyword === "@type") {
      if (!isText(value) && !(Array.isArray(value) && value.every(isText)) && value !== null) {
        throw notJsonLd('"@type" value must be a string, an array of strings, or an empty object.');
      }
      add(node, "@type", value === null ? null : listed(value).map((one) => this.vocabIri(typeScoped, one)));
    } else if (keyword === "@value") {
      if (isJson) node["@value"] = value;
      else add(node, "@value", value);
    } else if (keyword === "@language") {
      if (value !== null && !isText(value)) throw notJsonLd('"@language" value must be a string.');
      if (value !== null) node["@language"] = value.toLowerCase();
    } else if (keyword === "@included") {
      const included = listed(this.element(active, property, value, {}));
      add(node, "@included", included, true);
    } else if (["@direction", "@index"].includes(keyword)) {
      if (!isText(value)) throw notJsonLd(`"${keyword}" value must be a string.`);
      node[keyword] = value;
    } else if (keyword === "@reverse") {
      throw notJsonLd('"@reverse" isn\'t read here.');
    } else {
      if (keyword === "@graph" && !isObject(value) && !Array.isArray(value)) {
        throw notJsonLd('"@graph" must not be an object or an array.');
      }
      return false;
    }
    return true;
  }

  member(key, expanded, value, node, { active, property, expandedProperty }, nests) {
    const mapping = active.mappings.get(key);
    const scoped = mapping?.context === undefined ? active : this.contexts.process(active, mapping.context, { override: true });
    if (expanded === "@nest") {
      nests.push([key, scoped]);
      return;
    }
    const container = mapping?.container ?? [];
    let result = this.contained(key, expanded, value, container, { active, scoped, mapping, property, expandedProperty });
    if (result === null && expanded !== "@value") return;
    if (expanded !== "@list" && container.includes("@list") && !(isObject(result) && has(result, "@list"))) {
      result = Object.assign(fresh(), { "@list": listed(result) });
    }
    if (container.includes("@graph") && !container.includes("@id") && !container.includes("@index")) {
      result = listed(result).map((one) => Object.assign(fresh(), { "@graph": [one] }));
    }
    if (mapping?.reverse) {
      const reverse = (node["@reverse"] ??= fresh());
      for (const one of listed(result)) {
        if (has(one, "@value") || has(one, "@list")) throw notJsonLd('"@reverse" value must not be an @value or an @list.');
        add(reverse, expanded, one, true);
      }
      return;
    }
    add(node, expanded, result, true);
  }

  contained(key, expanded, value, container, { active, scoped, mapping, property, expandedProperty }) {
    if (isObject(value)) {
      if (container.includes("@language")) return this.languages(scoped, value, mapping);
      for (const kind of ["@index", "@id", "@type"]) {
        if (container.includes(kind)) {
          return this.indexed(kind === "@type" ? (scoped.previous ?? scoped) : scoped, key, value, kind, container);
        }
      }
    }
    if (expanded === "@list" || expanded === "@set") {
      const isList = expanded === "@list";
      const next = isList && expandedProperty === "@graph" ? null : property;
      return this.element(scoped, next, value, { insideList: isList });
    }
    if (mapping?.type === "@json") return Object.assign(fresh(), { "@type": "@json", "@value": value });
    return this.element(scoped, key, value, {});
  }

  languages(active, map, mapping) {
    const values = [];
    for (const key of sortedKeys(map)) {
      for (const one of listed(map[key])) {
        if (one === null) continue;
        if (!isText(one)) throw notJsonLd("language map values must be strings.");
        const value = Object.assign(fresh(), { "@value": one });
        if (this.vocabIri(active, key) !== "@none") value["@language"] = key.toLowerCase();
        const direction = mapping.direction === undefined ? active.direction : mapping.direction;
        if (direction) value["@direction"] = direction;
        values.push(value);
      }
    }
    return values;
  }

  indexed(active, property, map, kind, container) {
    const values = [];
    for (const key of sortedKeys(map)) {
      const context = kind === "@type" ? active.mappings.get(key)?.context : undefined;
      const within = isAbsent(context) ? active : this.contexts.process(active, context, { propagate: false });
      const name = this.vocabIri(within, key);
      for (let one of this.array(within, property, listed(map[key]), { insideList: false, insideIndex: true, typeScoped: null })) {
        if (container.includes("@graph") && !has(one, "@graph")) one = Object.assign(fresh(), { "@graph": [one] });
        if (kind === "@type") {
          if (name !== "@none") one["@type"] = [name, ...(one["@type"] ?? [])];
        } else if (name !== "@none" && !has(one, kind)) {
          one[kind] = kind === "@id" ? this.contexts.iri(within, key) : key;
        }
        values.push(one);
      }
    }
    return values;
  }

  nested(value, scoped, node, state) {
    for (const one of listed(value)) {
      if (!isObject(one)) throw notJsonLd("nested value must be a node object.");
      const prepared = this.prepared(scoped, one);
      if (Object.keys(one).some((key) => this.vocabIri(prepared.active, key) === "@value")) {
        throw notJsonLd("nested value must be a node object.");
      }
      this.object(one, node, { ...state, ...prepared });
    }
  }

  value(active, property, value) {
    const expanded = this.vocabIri(active, property);
    const mapping = active.mappings.get(property);
    const type = mapping?.type;
    if ((type === "@id" || expanded === "@graph") && isText(value)) {
      return Object.assign(fresh(), { "@id": this.contexts.iri(active, value) });
    }
    if (type === "@vocab" && isText(value)) return Object.assign(fresh(), { "@id": this.vocabIri(active, value) });
    if (isKeyword(expanded)) return value;
    const result = fresh();
    if (type !== undefined && !["@id", "@vocab", "@none"].includes(type)) {
      result["@type"] = type;
    } else if (isText(value)) {
      const language = mapping?.language === undefined ? active.language : mapping.language;
      const direction = mapping?.direction === undefined ? active.direction : mapping.direction;
      if (!isAbsent(language)) result["@language"] = language;
      if (!isAbsent(direction)) result["@direction"] = direction;
    }
    result["@value"] = value;
    return result;
  }

  finished(node, element, active, property, expandedProperty, insideList) {
    let result = node;
    let count = Object.keys(node).length;
    if (has(node, "@value")) {
      result = this.checkedValue(node, element, active);
    } else if (has(node, "@type")) {
      if (node["@type"] === null) throw notJsonLd('"@type" value must be a string, an array of strings, or an empty object.');
      node["@type"] = listed(node["@type"]);
    } else if (has(node, "@set") || has(node, "@list")) {
      if (count > 1 && !(count === 2 && has(node, "@index"))) {
        throw notJsonLd('if an element has the property "@set" or "@list", then it can have at most one other property.');
      }
      if (has(node, "@set")) {
        result = node["@set"];
        count = result.length;
      }
    } else if (count === 1 && has(node, "@language")) {
      result = null;
    }
    const isTop = !insideList && (property === null || expandedProperty === "@graph");
    const isFree = isObject(result) && isTop;
    if (isFree && (count === 0 || has(result, "@value") || has(result, "@list") || (count === 1 && has(result, "@id")))) {
      return null;
    }
    return result;
  }

  checkedValue(node, element, active) {
    const marked = ["@type", "@index", "@language", "@direction"].filter((name) => has(node, name));
    const isTyped = has(node, "@type");
    if (isTyped && (has(node, "@language") || has(node, "@direction"))) {
      throw notJsonLd('an element containing "@value" may not contain both "@type" and either "@language" or "@direction".');
    }
    if (Object.keys(node).length - 1 !== marked.length) {
      throw notJsonLd('an element containing "@value" may only have an "@index" property and at most one other property.');
    }
    if (isTyped && Object.keys(element).some((key) => this.vocabIri(active, key) === "@type" && Array.isArray(element[key]))) {
      throw notJsonLd('an element containing "@value" must have a string or null value for "@type".');
    }
    if (isTyped && node["@type"] === null) delete node["@type"];
    if (listed(node["@type"]).join() === "@json") return node;
    if (node["@value"] === null) return null;
    if (has(node, "@language") && !listed(node["@value"]).every(isText)) {
      throw notJsonLd("only strings may be language-tagged.");
    }
    if (!listed(node["@type"]).every((type) => isAbsoluteIri(type) && !type.startsWith("_:"))) {
      throw notJsonLd('an element containing "@value" and "@type" must have an absolute IRI for the value of "@type".');
    }
    return node;
  }
}

const isScalar = (value) => !isObject(value) && !Array.isArray(value);

/** Adds a value, or each of several, to those that a node has by a name. */
function add(node, name, value, isArray = false) {
  if (Array.isArray(value)) {
    if (!value.length && isArray && !has(node, name)) node[name] = [];
    for (const one of value) add(node, name, one, isArray);
  } else if (has(node, name)) {
    if (!Array.isArray(node[name])) node[name] = [node[name]];
    node[name].push(value);
  } else {
    node[name] = isArray ? [value] : value;
  }
}
