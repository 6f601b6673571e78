// The page of an archive that was opened from disk: verifies each badge in it with what is enclosed, and asks nobody.
//
// The page holds blocks of JSON: the manifest, and the files that verifying takes. What of them isn't as the manifest
// lists it counts as changed. The files beside the page are compared when somebody chooses their folder.
import { BUILT_IN } from "./builtin.js";
import { decodeBase64, hex, utf8 } from "./bytes.js";
import { DATA } from "./data.js";
import { readMoment } from "./moments.js";
import { Pinned, Unavailable, checkNamed, verdictOf } from "./report.js";
import { resultOf } from "./result.js";
import { STYLES } from "./styles.js";
import { isObject, listed } from "./values.js";
import { Verifier } from "./verifier.js";
import { Words, element } from "./words.js";

const own = DATA.page;
const words = new Words(document.documentElement.lang);
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);

const blocks = (kind) => [...document.querySelectorAll(`script[data-kind="${kind}"]`)].map((block) => JSON.parse(block.textContent));
const fill = (template, values) => template.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
const link = (path, label) => element("a", { href: path.split("/").map(encodeURIComponent).join("/") }, label);
const chip = (tone, label) => element("span", { class: `chip ${tone}` }, label);

/** SHA-256 by the browser, since the verifier's own is for short texts. */
async function digestOf(bytes) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** What the page holds: the manifest, and by path the bytes of the files that are as it lists them. */
class Enclosed {
  constructor(manifest) {
    this.manifest = manifest;
    this.files = new Map();
    this.changed = new Set();
    this.listed = new Map(manifest.files.map((file) => [file.path, file]));
    this.resources = new Map(manifest.resources.map((one) => [`${one.kind} ${one.key}`, one]));
  }

  async take(blocksOfFiles) {
    for (const { path, text, base64 } of blocksOfFiles) {
      const bytes = base64 === undefined ? utf8(text) : decodeBase64(base64.replace(/=+$/, ""));
      this.files.set(path, bytes);
      if ((await digestOf(bytes)) !== this.listed.get(path)?.sha256) this.changed.add(path);
    }
  }

  /** What a need names, as it was found when the archive was made. */
  obtain({ kind, key, url }) {
    if (kind === "bytes" && Object.hasOwn(BUILT_IN.digests, url)) return new Pinned(BUILT_IN.digests[url]);
    const found = this.resources.get(`${kind} ${key}`);
    if (!found) return new Unavailable(`${url.slice(0, 200)} isn't enclosed in this archive.`);
    if (found.digests) return new Pinned(found.digests);
    if (!found.file) return new Unavailable(found.fault);
    if (this.changed.has(found.file) || !this.files.has(found.file)) {
      return new Unavailable(`${found.file} was changed since this archive was made.`);
    }
    return this.files.get(found.file);
  }
}

/** One badge as a card, which says nothing of its state before it was verified. */
class Card {
  constructor(badge, enclosed) {
    Object.assign(this, { badge, enclosed });
    this.state = element("p", { class: "row tight", role: "group" }, chip("", own.checking));
    this.body = element("div", { class: "stack close grow" }, this.state);
    this.more = element("div", { class: "stack tight" });
    const head = element("div", { class: "who" }, ...this.picture(), this.body);
    this.item = element("li", { class: "card stack", "data-number": String(badge.number) }, head, this.more);
  }

  picture() {
    if (!this.badge.picture) return [];
    return [element("img", { src: this.badge.picture, alt: "", width: "72", height: "72", loading: "lazy" })];
  }

  /** Verifies `bytes` as of when the archive was made, and shows the answer; returns its verdict. */
  async verify(bytes, path, isChanged) {
    const now = Date.parse(this.enclosed.manifest.made_at);
    const verifier = new Verifier(BUILT_IN, (need) => this.enclosed.obtain(need));
    const report = await verifier.verify(bytes, { now });
    const isOlder = checkNamed(report, "format").reason === "older_elsewhere";
    const verdict = isChanged ? "changed" : isOlder ? "older" : verdictOf(report);
    this.show(report, verdict, path);
    return verdict;
  }

  show(report, verdict, path) {
    const { credential } = report;
    const [subject] = credential ? listed(credential.credentialSubject) : [];
    const achievement = isObject(subject) && isObject(subject.achievement) ? subject.achievement : {};
    const issuer = credential && isObject(credential.issuer) ? credential.issuer.name : null;
    const title = textOf(achievement.name) || (credential && textOf(credential.name)) || (credential ? own.nameless : own.unreadable);
    this.body.replaceChildren(
      element("h2", { class: "h3 break", dir: "auto" }, title),
      element("p", { class: "small muted break", dir: "auto" }, textOf(issuer) || (credential ? issuerId(credential) : "")),
      this.state,
    );
    this.item.dataset.verdict = verdict;
    this.state.replaceChildren(this.chipOf(verdict));
    this.more.replaceChildren(...this.remarks(report, verdict, path), this.facts(credential), this.links(), this.details(report, verdict));
  }

  chipOf(verdict) {
    if (verdict === "changed") return chip("bad", own.changed);
    if (verdict === "older") return chip("warn", own.older);
    const { tone, headline } = words.verdicts[verdict];
    return chip(tone, headline);
  }

  remarks(report, verdict, path) {
    const said = [];
    if (verdict === "changed") said.push(fill(own.changed_detail, { path }));
    if (verdict === "older") {
      const found = words.verdicts[this.badge.found];
      said.push(fill(own.older_detail, { found: found ? found.headline : this.badge.found }));
    }
    const until = untilOf(report.credential);
    if (verdict === "verified" && until && until.ms < Date.now()) {
      said.push(fill(own.expired_since, { day: words.day(until.text) }));
    }
    return said.map((text) => element("p", { class: "small strong" }, text));
  }

  facts(credential) {
    const list = element("dl", { class: "facts" });
    const day = (name, older) => textOf(credential?.[name]) || textOf(credential?.[older]);
    const rows = [[own.issued, day("validFrom", "issuanceDate")], [own.until, day("validUntil", "expirationDate")]];
    for (const [label, value] of rows) {
      if (value) list.append(element("dt", {}, label), element("dd", {}, words.day(value)));
    }
    return list;
  }

  links() {
    const { credential, picture, report, page } = this.badge;
    const all = [[credential, own.credential], [picture, own.picture], [report, own.report]].filter(([path]) => path);
    const row = element("p", { class: "row tight small" }, ...all.map(([path, label]) => link(path, label)));
    if (page && /^https?:\/\//.test(page)) row.append(element("a", { href: page, rel: "noreferrer" }, own.page));
    return row;
  }

  /** All checks, made into nodes when somebody wants to see them: there may be thousands of badges. */
  details(report, verdict) {
    if (verdict === "older") return "";
    const place = element("div");
    const whole = element("details", {}, element("summary", {}, own.details), place);
    whole.addEventListener("toggle", () => {
      if (place.shadowRoot) return;
      const root = place.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      const moment = words.moment(new Date(this.enclosed.manifest.made_at));
      const when = words.own.as_of.replace("%(moment)s", moment);
      root.append(element("div", { class: "answer", lang: words.language, dir: words.direction }, ...resultOf(report, words, { when })));
    });
    return whole;
  }
}

const textOf = (value) => (typeof value === "string" ? value.slice(0, 500) : "");
const issuerId = ({ issuer }) => textOf(isObject(issuer) ? issuer.id : issuer);

function untilOf(credential) {
  const text = textOf(credential?.validUntil) || textOf(credential?.expirationDate);
  try {
    return text ? { ms: readMoment(text).ms, text } : null;
  } catch {
    return null;
  }
}

/** Compares the files of a chosen folder with the manifest; returns what differs, by path. */
async function compareFolder(files, manifest) {
  const found = new Map();
  for (const file of files) found.set(file.webkitRelativePath.split("/").slice(1).join("/"), file);
  if (!found.has("manifest.json") && !found.has("index.html")) return null;
  const faults = new Map();
  for (const { path, sha256, bytes } of manifest.files) {
    const file = found.get(path);
    if (!file) faults.set(path, "missing");
    else if (file.size !== bytes || (await digestOf(await file.arrayBuffer())) !== sha256) faults.set(path, "changed");
  }
  const known = new Set([...manifest.files.map(({ path }) => path), "manifest.json", "index.html"]);
  for (const path of found.keys()) if (!known.has(path)) faults.set(path, "strange");
  return { faults, found };
}

function listFaults(place, faults, total) {
  const list = element("ul", { class: "prose-list break" });
  for (const [path, fault] of faults) {
    list.append(element("li", {}, element("code", { dir: "ltr" }, path), ` — ${own[`file_${fault}`]}`));
  }
  const head = fill(own.files_faults, { count: faults.size, total });
  place.replaceChildren(element("div", { class: "notice bad" }, element("div", { class: "stack tight" }, element("p", { class: "strong" }, head), list)));
}

function watchFolder(enclosed, cards) {
  const input = document.getElementById("folder");
  const place = document.getElementById("compared");
  input.addEventListener("change", async () => {
    if (!input.files.length) return;
    place.replaceChildren(element("p", {}, own.files_working));
    const result = await compareFolder(input.files, enclosed.manifest);
    if (result === null) {
      place.replaceChildren(element("p", { class: "notice warn" }, own.files_none));
      return;
    }
    const { faults, found } = result;
    for (const card of cards) {
      const path = card.badge.credential;
      if (faults.get(path) !== "changed") continue;
      // What lies there now is verified, too: that it was changed is said in any case.
      await card.verify(new Uint8Array(await found.get(path).arrayBuffer()), path, true);
    }
    const total = enclosed.manifest.files.length;
    if (faults.size) listFaults(place, faults, total);
    else place.replaceChildren(element("p", { class: "notice ok" }, fill(own.files_same, { total })));
  });
}

async function showArchive() {
  const [manifest] = blocks("manifest");
  const summary = document.getElementById("summary");
  const enclosed = new Enclosed(manifest);
  await enclosed.take(blocks("file"));
  const cards = manifest.badges.map((badge) => new Card(badge, enclosed));
  document.getElementById("badges").append(...cards.map((card) => card.item));
  watchFolder(enclosed, cards);
  const total = cards.length;
  let verified = 0;
  for (const [place, card] of cards.entries()) {
    // The page stays usable meanwhile, and says how far it is; not each time, which would be read out.
    if (place % 25 === 0) {
      summary.textContent = fill(own.working, { number: place + 1, total });
      await new Promise((resolve) => setTimeout(resolve));
    }
    const path = card.badge.credential;
    const bytes = enclosed.files.get(path) ?? new Uint8Array();
    const verdict = await card.verify(bytes, path, enclosed.changed.has(path) || !enclosed.files.has(path));
    if (verdict === "verified") verified += 1;
  }
  summary.textContent = total ? fill(own.done, { verified, total }) : own.none;
  const changed = [...enclosed.changed].filter((path) => path.startsWith("resources/"));
  if (changed.length) {
    const faults = document.getElementById("faults");
    listFaults(faults, new Map(changed.map((path) => [path, "changed"])), manifest.files.length);
    faults.hidden = false;
  }
  document.documentElement.dataset.verified = `${verified}/${total}`;
}

showArchive();
