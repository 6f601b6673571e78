// RDF Dataset Canonicalization, RDFC-1.0 (W3C Recommendation 2024-05-21), with a bound on the work. The numbers are its
// steps.
import { WorkLimit } from "./faults.js";
import { lineOf } from "./rdf.js";
import { hexDigest } from "./sha2.js";
import { byCodePoint } from "./values.js";

const WORK_LIMIT = 500000;
const DEEPEST = 450;

/** The canonical quads as sorted lines without duplicates; `algorithm` is "sha256" or "sha384". Throws WorkLimit. */
export function canonicalLines(quads, algorithm = "sha256") {
  return new Canonicalization(quads, algorithm).run();
}

/** Labels in order of first request (4.6). */
class Labels {
  constructor(prefix, issued = new Map()) {
    this.prefix = prefix;
    this.issued = issued;
  }

  issue(label) {
    if (!this.issued.has(label)) this.issued.set(label, `_:${this.prefix}${this.issued.size}`);
    return this.issued.get(label);
  }

  copy() {
    return new Labels(this.prefix, new Map(this.issued));
  }
}

const isBlank = (term) => term.startsWith("_:");

class Canonicalization {
  constructor(quads, algorithm) {
    this.quads = [...new Map(quads.map((quad) => [lineOf(quad), quad])).values()];
    this.algorithm = algorithm;
    this.left = WORK_LIMIT;
    this.canonical = new Labels("c14n");
    this.mentions = new Map();
    this.firstDegree = new Map();
  }

  run() {
    for (const quad of this.quads) { // 2
      for (const label of new Set([quad[0], quad[2], quad[3]].filter(isBlank))) {
        if (!this.mentions.has(label)) this.mentions.set(label, []);
        this.mentions.get(label).push(quad);
      }
    }
    const byHash = new Map();
    for (const label of this.mentions.keys()) put(byHash, this.hashFirstDegree(label), label); // 3
    const shared = [];
    for (const hash of [...byHash.keys()].sort()) { // 4
      const labels = byHash.get(hash);
      if (labels.length === 1) this.canonical.issue(labels[0]);
      else shared.push(labels);
    }
    for (const labels of shared) this.settle(labels); // 5
    const named = (term) => this.canonical.issued.get(term) ?? term;
    const lines = this.quads.map(([s, p, o, g]) => lineOf([named(s), p, named(o), named(g)])); // 6
    return [...new Set(lines)].sort(byCodePoint);
  }

  settle(labels) {
    const results = [];
    for (const label of labels) {
      if (this.canonical.issued.has(label)) continue;
      const issuer = new Labels("b");
      issuer.issue(label);
      results.push(this.hashNDegree(label, issuer, 0));
    }
    results.sort((one, other) => byCodePoint(one.hash, other.hash));
    for (const { issuer } of results) for (const label of issuer.issued.keys()) this.canonical.issue(label);
  }

  /** Hash First Degree Quads (4.6.3). */
  hashFirstDegree(label) {
    if (!this.firstDegree.has(label)) {
      const mask = (term) => (isBlank(term) ? (term === label ? "_:a" : "_:z") : term);
      const lines = this.mentions.get(label).map(([s, p, o, g]) => lineOf([mask(s), p, mask(o), mask(g)]));
      this.firstDegree.set(label, hexDigest(lines.sort(byCodePoint).join(""), this.algorithm));
    }
    return this.firstDegree.get(label);
  }

  /** Hash Related Blank Node (4.7.3). */
  hashRelated(related, quad, issuer, position) {
    const known = this.canonical.issued.get(related) ?? issuer.issued.get(related) ?? this.hashFirstDegree(related);
    return hexDigest(position + (position === "g" ? "" : quad[1]) + known, this.algorithm);
  }

  spend(steps) {
    this.left -= steps;
    if (this.left < 0) {
      throw new WorkLimit("The document's blank nodes are too tangled to canonicalize within the work limit.");
    }
  }

  /** Hash N-Degree Quads (4.8.3). */
  hashNDegree(label, given, depth) {
    if (depth > DEEPEST) throw new WorkLimit("The document's blank nodes form a chain that is too long to follow.");
    let issuer = given;
    this.spend(1 + this.mentions.get(label).length + issuer.issued.size);
    const byHash = new Map(); // 1
    for (const quad of this.mentions.get(label)) { // 3
      for (const [term, position] of [[quad[0], "s"], [quad[2], "o"], [quad[3], "g"]]) {
        if (isBlank(term) && term !== label) put(byHash, this.hashRelated(term, quad, issuer, position), term);
      }
    }
    let data = "";
    for (const hash of [...byHash.keys()].sort()) { // 5
      data += hash; // 5.1
      let chosen = { path: "", issuer: null }; // 5.2
      for (const order of permutations(byHash.get(hash))) { // 5.4
        this.spend(1 + order.length + issuer.issued.size);
        const outcome = this.follow(order, issuer.copy(), chosen.path, depth);
        if (outcome && (!chosen.path || outcome.path < chosen.path)) chosen = outcome; // 5.4.6
      }
      data += chosen.path; // 5.5
      issuer = chosen.issuer ?? issuer; // 5.6
    }
    return { hash: hexDigest(data, this.algorithm), issuer };
  }

  /** One permutation (5.4.1 to 5.4.5): its path and issuer, or null once it can't be the smallest. */
  follow(order, given, best, depth) {
    let issuer = given;
    let path = "";
    const isWorse = () => best && path.length >= best.length && path > best;
    const deeper = [];
    for (const related of order) { // 5.4.4
      if (this.canonical.issued.has(related)) {
        path += this.canonical.issued.get(related);
      } else {
        if (!issuer.issued.has(related)) deeper.push(related);
        path += issuer.issue(related);
      }
      if (isWorse()) return null;
    }
    for (const related of deeper) { // 5.4.5
      const result = this.hashNDegree(related, issuer, depth + 1);
      path += `${issuer.issue(related)}<${result.hash}>`;
      issuer = result.issuer;
      if (isWorse()) return null;
    }
    return { path, issuer };
  }
}

function put(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}

function* permutations(items, chosen = []) {
  if (!items.length) {
    yield chosen;
    return;
  }
  for (let place = 0; place < items.length; place += 1) {
    yield* permutations([...items.slice(0, place), ...items.slice(place + 1)], [...chosen, items[place]]);
  }
}
