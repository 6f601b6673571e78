// JSON-LD contexts (JSON-LD 1.1 Processing Algorithms, 4 and 5): those that were built in, never one that is fetched.
import { InvalidDocument, UnknownContext, WorkLimit } from "./faults.js";
import { SPACES, has, isObject, isSame, listed } from "./values.js";

const MAX_STEPS = 60000;
const KEYWORD_FORM = /^@[a-zA-Z]+$/;
const ABSOLUTE_FORM = new RegExp(`^([A-Za-z][A-Za-z0-9+-.]*|_):[^${SPACES}]*$`);
const KEYWORDS = new Set(
  "base container context default direction embed explicit first graph id import included index json language list nest none omitDefault propagate protected preserve requireAll reverse set type value version vocab"
    .split(" ")
    .map((name) => `@${name}`),
);
const TERM_KEYS = new Set(
  ["@container", "@id", "@language", "@reverse", "@type", "@context", "@direction", "@nest", "@prefix", "@protected"],
);
const CONTAINERS = new Set(["@list", "@set", "@index", "@language", "@graph", "@id", "@type"]);

export const isKeyword = (value) => KEYWORDS.has(value);
export const isAbsoluteIri = (value) => typeof value === "string" && ABSOLUTE_FORM.test(value);
export const notJsonLd = (what) => new InvalidDocument(`The document is not valid JSON-LD: Invalid JSON-LD syntax; ${what}`);

/** Reads documents with the contexts of `bundle` (by address). One for each verification, whose steps are counted. */
export class Contexts {
  constructor(bundle) {
    this.bundle = bundle;
    this.steps = 0;
    this.initial = { mappings: new Map(), processed: new Map() };
  }

  spend(steps) {
    this.steps += steps;
    if (this.steps > MAX_STEPS) throw new WorkLimit("The document takes too many steps to read as JSON-LD.");
  }

  load(url) {
    if (!has(this.bundle, url)) throw new UnknownContext(url);
    return this.bundle[url]["@context"];
  }

  /** The contexts that a local one stands for, one after the other; null resets. */
  resolved(local, depth = 0) {
    if (depth > 20) throw notJsonLd("a context refers to itself.");
    if (local === null || local === false) return [null];
    if (Array.isArray(local)) return local.flatMap((one) => this.resolved(one, depth + 1));
    if (typeof local === "string") return this.resolved(this.load(local), depth + 1);
    if (!isObject(local)) throw notJsonLd("invalid remote context.");
    return has(local, "@context") ? this.resolved(local["@context"], depth + 1) : [local];
  }

  /** What is active once `local` was applied to `active`. Without `propagate` it ends with the node that it is for. */
  process(active, local, { override = false, propagate = true } = {}) {
    this.spend(5 + listed(local).reduce((sum, one) => sum + (isObject(one) ? Object.keys(one).length : 0), 0) / 2);
    const name = typeof local === "object" && !Array.isArray(local) ? local : JSON.stringify(local);
    const asked = active.processed.get(name) ?? new Map();
    active.processed.set(name, asked);
    const flags = `${override} ${propagate}`;
    if (!asked.has(flags)) asked.set(flags, this.applied(active, this.resolved(local), override, propagate));
    return asked.get(flags);
  }

  applied(active, contexts, override, propagate) {
    if (!contexts.length) return this.clone(active);
    const keeps = typeof contexts[0]?.["@propagate"] === "boolean" ? contexts[0]["@propagate"] : propagate;
    let result = active;
    if (!keeps && !result.previous) {
      result = this.clone(active);
      result.previous = active;
    }
    for (const context of contexts) {
      if (context === null) {
        if (!override && [...result.mappings.values()].some((mapping) => mapping.protected)) {
          throw notJsonLd("Tried to nullify a context with protected terms outside of a term definition.");
        }
        result = this.initial;
      } else {
        result = this.extended(result, context, override);
      }
    }
    return result;
  }

  clone(active) {
    this.spend(1 + Math.floor(active.mappings.size / 50));
    return { ...active, mappings: new Map(active.mappings), processed: new Map() };
  }

  extended(active, context, override) {
    const result = this.clone(active);
    for (const keyword of ["@import", "@base"]) {
      if (has(context, keyword)) throw notJsonLd(`a context with ${keyword} isn't read here.`);
    }
    if (has(context, "@version") && context["@version"] !== 1.1) throw notJsonLd("Unsupported JSON-LD version.");
    if (has(context, "@vocab")) {
      result.vocab = context["@vocab"] === null ? undefined : this.iri(result, context["@vocab"], { vocab: true });
    }
    if (has(context, "@language")) result.language = context["@language"]?.toLowerCase();
    if (has(context, "@direction")) result.direction = context["@direction"] ?? undefined;
    const defining = { context, defined: new Map(), override, protect: context["@protected"] === true };
    for (const term of Object.keys(context)) {
      if (!["@version", "@vocab", "@language", "@direction", "@propagate", "@protected"].includes(term)) {
        this.define(result, term, defining);
      }
    }
    return result;
  }

  define(active, term, defining) {
    const { context, defined, override } = defining;
    if (defined.has(term)) {
      if (defined.get(term)) return;
      throw notJsonLd("Cyclical context definition detected.");
    }
    this.spend(1);
    defined.set(term, false);
    if (isKeyword(term) && !(term === "@type" && isObject(context[term]))) {
      throw notJsonLd("keywords cannot be overridden.");
    }
    if (KEYWORD_FORM.test(term) && term !== "@type") return;
    const former = active.mappings.get(term);
    active.mappings.delete(term);
    const isSimple = typeof context[term] === "string" || context[term] === null;
    const value = isSimple ? { "@id": context[term] } : context[term];
    if (!isObject(value) || term === "") throw notJsonLd("@context property values must be strings or objects.");
    const odd = Object.keys(value).find((key) => !TERM_KEYS.has(key));
    if (odd) throw notJsonLd(`a term definition must not contain ${odd}`);
    const mapping = { id: this.idOf(active, term, value, defining), reverse: has(value, "@reverse") };
    if (mapping.id === undefined) {
      if (former) active.mappings.set(term, former);
      return;
    }
    mapping.protected = value["@protected"] ?? defining.protect;
    mapping.prefix = this.isPrefix(term, value, mapping, isSimple);
    if (has(value, "@type")) mapping.type = this.typeOf(active, value["@type"], defining);
    if (has(value, "@container")) mapping.container = containerOf(value, mapping);
    if (has(value, "@context")) mapping.context = value["@context"];
    if (has(value, "@language") && !has(value, "@type")) mapping.language = value["@language"]?.toLowerCase() ?? null;
    if (has(value, "@direction")) mapping.direction = value["@direction"];
    if (has(value, "@nest")) mapping.nest = value["@nest"];
    if (former?.protected && !override) {
      mapping.protected = true;
      if (!isSame({ ...former }, { ...mapping })) throw notJsonLd("tried to redefine a protected term.");
    }
    active.mappings.set(term, mapping);
    defined.set(term, true);
  }

  /** What a term stands for: an IRI, a keyword, null for nothing; undefined for a definition that is left out. */
  idOf(active, term, value, defining) {
    const named = value["@reverse"] ?? value["@id"];
    if (has(value, "@id") && value["@id"] === null) return null;
    if (typeof named === "string" && named !== term) {
      if (!isKeyword(named) && KEYWORD_FORM.test(named)) return undefined;
      const id = this.iri(active, named, { vocab: true, defining });
      if (!isAbsoluteIri(id) && !isKeyword(id)) throw notJsonLd("@context @id value must be an absolute IRI.");
      if (id === "@context" || id === "@preserve") throw notJsonLd("@context and @preserve cannot be aliased.");
      return id;
    }
    const colon = term.indexOf(":");
    if (colon > 0) {
      const prefix = term.slice(0, colon);
      if (has(defining.context, prefix)) this.define(active, prefix, defining);
      const found = active.mappings.get(prefix);
      return found ? found.id + term.slice(colon + 1) : term;
    }
    if (term === "@type") return term;
    if (active.vocab === undefined) throw notJsonLd("@context terms must define an @id.");
    return active.vocab + term;
  }

  isPrefix(term, value, mapping, isSimple) {
    if (has(value, "@prefix")) return value["@prefix"];
    const isOpen = typeof mapping.id === "string" && (mapping.id.startsWith("_:") || /[:/?#[\]@]$/.test(mapping.id));
    return isSimple && term.indexOf(":") <= 0 && isOpen;
  }

  typeOf(active, type, defining) {
    if (["@json", "@none", "@id", "@vocab"].includes(type)) return type;
    const iri = this.iri(active, type, { vocab: true, defining });
    if (!isAbsoluteIri(iri) || iri.startsWith("_:")) throw notJsonLd("an @context @type value must be an absolute IRI.");
    return iri;
  }

  /** The IRI that a term, a compact IRI or an IRI stands for; what is relative stays so, and is found by whoever asks. */
  iri(active, value, { vocab = false, defining = null } = {}) {
    if (typeof value !== "string" || isKeyword(value)) return value;
    if (KEYWORD_FORM.test(value)) return null;
    if (defining && has(defining.context, value) && defining.defined.get(value) !== true) {
      this.define(active, value, defining);
    }
    if (vocab && active.mappings.has(value)) return active.mappings.get(value).id;
    const colon = value.indexOf(":");
    if (colon > 0) {
      const prefix = value.slice(0, colon);
      const suffix = value.slice(colon + 1);
      if (prefix === "_" || suffix.startsWith("//")) return value;
      if (defining && has(defining.context, prefix) && !defining.defined.get(prefix)) {
        this.define(active, prefix, defining);
      }
      const mapping = active.mappings.get(prefix);
      if (mapping?.prefix) return mapping.id + suffix;
      if (isAbsoluteIri(value)) return value;
    }
    return vocab && active.vocab !== undefined ? active.vocab + value : value;
  }
}

function containerOf(value, mapping) {
  const container = listed(value["@container"]);
  const hasSet = container.includes("@set");
  const isSound =
    container.every((one) => CONTAINERS.has(one)) &&
    (container.includes("@graph")
      ? container.every((one) => ["@graph", "@id", "@index", "@set"].includes(one))
      : container.length <= (hasSet ? 2 : 1)) &&
    !(container.includes("@list") && container.length > 1);
  if (!isSound || (mapping.reverse && !container.every((one) => one === "@index" || one === "@set"))) {
    throw notJsonLd("@context @container value must be one of those that there are.");
  }
  if (container.includes("@type")) mapping.type ??= "@id";
  return container;
}
