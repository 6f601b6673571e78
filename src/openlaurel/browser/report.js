// The answer to one verification: ordered checks, each with its outcome and reason, as core.verification gives it.
import { cut } from "./faults.js";

export const CHECKS = ["format", "proof", "issuer", "status", "validity", "recipient"];
const UNAVAILABLE = ["key_unavailable", "status_unavailable"];
const VERDICTS = {
  revoked: "revoked", suspended: "suspended", expired: "expired", not_yet: "not_yet",
};

export const checkOf = (check, outcome, reason, params = {}) => ({ check, outcome, reason, params });

/** A check failed, and what comes after it isn't run. */
export class Failed extends Error {
  constructor(check, reason, params = {}) {
    super(reason);
    const told = Object.entries(params).map(([name, value]) => [name, cut(String(value), 300)]);
    this.check = checkOf(check, "fail", reason, Object.fromEntries(told));
  }
}

/** Something must be fetched before the checks can go on. */
export class Missing extends Error {
  constructor(need) {
    super(need.url);
    this.need = need;
  }
}

/** What was tried and couldn't be got; `reason` is a sentence. */
export class Unavailable {
  constructor(reason) {
    this.reason = reason;
  }
}

/** Bytes that aren't at hand, but their digests, by the name of the hash in hexadecimal. */
export class Pinned {
  constructor(digests) {
    this.digests = digests;
  }
}

/** The checks that were run in their order, and the others as not run. */
export function reportOf(checks, credential) {
  const done = new Map(checks.map((check) => [check.check, check]));
  const notRun = (name) =>
    name === "recipient" ? checkOf(name, "skipped", "not_compared") : checkOf(name, "skipped", "not_run");
  return { checks: CHECKS.map((name) => done.get(name) ?? notRun(name)), credential, further: [] };
}

export const checkNamed = (report, name) => report.checks.find((check) => check.check === name);
export const withCheck = (report, changed) => ({
  ...report,
  checks: report.checks.map((check) => (check.check === changed.check ? changed : check)),
});

const deciding = (report) => [...report.checks, ...report.further.filter((check) => check.check !== "endorsement")];

/** Only when every check held: one that wasn't run never counts as passed. */
export function isVerified(report) {
  if (deciding(report).some((check) => check.outcome === "fail")) return false;
  return report.checks.every(
    ({ check, outcome }) => outcome === "pass" || outcome === "warn" || (check === "recipient" && outcome === "skipped"),
  );
}

/** In one word how it ended, as the server's page says it. */
export function verdictOf(report) {
  if (isVerified(report)) return "verified";
  const failed = deciding(report).find((check) => check.outcome === "fail");
  if (!failed) return "unknown";
  if (failed.check === "format") return "unreadable";
  if (failed.check === "recipient") return failed.reason === "recipient_unknown" ? "nobody_known" : "other_person";
  if (failed.check === "schema") return "malformed";
  if (failed.check === "evidence") return "evidence_changed";
  if (failed.check === "related") return "related_changed";
  if (UNAVAILABLE.includes(failed.reason)) return "unknown";
  return VERDICTS[failed.reason] ?? "failed";
}

/** The sentence of a check in English, of the sentences by reason. */
export const detailOf = (check, sentences) => (sentences[check.reason] ?? "").replace(/\{(\w+)\}/g, (_, name) => check.params[name] ?? "");
