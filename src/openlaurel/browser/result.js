// A report as people read it.
import { isVerified, verdictOf } from "./report.js";
import { isObject, listed } from "./values.js";
import { element } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  pass: "M20 6 9 17l-5-5",
  fail: "M18 6 6 18M6 6l12 12",
  warn: "M12 7v6M12 17v.01",
  skipped: "M6 12h12",
};
const TONES = { ok: "pass", warn: "warn", bad: "fail" };

function icon(kind, label) {
  const drawing = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", width: "20", height: "20" })) drawing.setAttribute(name, value);
  if (label) {
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", label);
  } else {
    drawing.setAttribute("aria-hidden", "true");
  }
  path.setAttribute("d", SHAPES[kind]);
  drawing.append(path);
  return element("span", { class: `dot ${kind}` }, drawing);
}

/** The answer as nodes: the verdict, each check, what the badge brings along, what it says, and who was asked. `when` is a
 * sentence. */
export function resultOf(report, words, { when, asked }) {
  const kind = verdictOf(report);
  return [banner(kind, words, when), checks(report, words), said(report, words, isVerified(report)), askedOf(asked, words)].filter(Boolean);
}

function banner(kind, words, when) {
  const { tone, headline, sentence } = words.verdicts[kind];
  const title = element("h2", { tabindex: "-1", part: "verdict" }, headline);
  const text = element("div", {}, title, element("p", {}, sentence), element("p", { class: "small" }, when));
  return element("div", { class: `verdict ${tone}`, "data-verdict": kind }, icon(TONES[tone]), text);
}

function line(check, words, texts) {
  const { outcome, reason, params } = check;
  const body = element("div", {}, element("p", { class: "strong" }, texts.title));
  body.append(element("p", { class: "muted" }, ...words.say(texts.detail ?? "", params)));
  if (params.says && (outcome === "pass" || outcome === "warn")) body.append(element("blockquote", { dir: "auto", lang: "" }, params.says));
  if (params.fault) body.append(element("p", { class: "muted" }, ...words.fault(params.fault)));
  if (texts.advice && outcome !== "pass") body.append(element("p", { class: "strong small" }, texts.advice));
  return element("li", { "data-check": check.check, "data-outcome": outcome, "data-reason": reason }, icon(outcome, words.own[outcome]), body);
}

function checks(report, words) {
  const of = (check) => ({ title: words.title(check), detail: words.details[check.reason], advice: words.advice[check.reason] });
  const list = element("ol", { role: "list" }, ...report.checks.map((check) => line(check, words, of(check))));
  const section = element("section", {}, element("h3", {}, words.own.what), list);
  if (report.further.length) {
    const { titles, details, advice } = words.further;
    const ofFurther = ({ reason }) => ({ title: titles[reason], detail: details[reason], advice: advice[reason] });
    const more = report.further.map((check) => line(check, words, ofFurther(check)));
    section.append(element("h3", {}, words.own.brings), element("ol", { role: "list" }, ...more));
  }
  return section;
}

const textAt = (holder, name) => (isObject(holder) && typeof holder[name] === "string" ? holder[name].slice(0, 2000) : "");

/** What the document says of itself, to be believed only where the checks hold. */
function said({ credential }, words, holds) {
  if (credential === null) return null;
  const { issuer } = credential;
  const [subject] = listed(credential.credentialSubject);
  const achievement = isObject(subject) ? subject.achievement : null;
  const name = textAt(achievement, "name") || textAt(credential, "name");
  const id = isObject(issuer) ? textAt(issuer, "id") : textAt(credential, "issuer");
  const day = (value) => (value ? words.day(value) : "");
  const facts = [
    [words.own.issued_by, textAt(issuer, "name") || id],
    [words.own.issued, day(textAt(credential, "validFrom") || textAt(credential, "issuanceDate"))],
    [words.own.until, day(textAt(credential, "validUntil") || textAt(credential, "expirationDate"))],
    [words.own.address, textAt(credential, "id")],
    [words.own.signs_as, textAt(issuer, "name") ? id : ""],
  ].filter(([, value]) => value);
  const list = element("dl", {});
  for (const [label, value] of facts) list.append(element("dt", {}, label), element("dd", {}, element("bdi", {}, value)));
  const section = element("section", {}, element("h3", {}, words.own.says));
  if (!holds) section.append(element("p", { class: "muted small" }, words.own.believe));
  if (name) section.append(element("p", { class: "strong", dir: "auto" }, name));
  section.append(element("p", { dir: "auto" }, textAt(achievement, "description")), list);
  return section;
}

function askedOf(asked, words) {
  if (!asked) return null;
  const list = element("ul", {}, ...asked.map((url) => element("li", {}, element("code", { dir: "ltr" }, url))));
  const content = asked.length ? list : element("p", { class: "muted small" }, words.own.asked_none);
  return element("details", {}, element("summary", {}, `${words.own.asked} (${asked.length})`), content);
}
