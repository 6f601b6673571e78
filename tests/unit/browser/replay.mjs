// Asks the verifier in the browser what the core was asked: node replay.mjs BUNDLE CASES prints each case in which the two
// differ as a JSON line, then {"cases": count by kind}.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [bundle, cases] = process.argv.slice(2);
const verifier = await import(pathToFileURL(bundle));
const { BUILT_IN, Canonizer, Missing, Unavailable, isVerified, keyOfMultibase, parseJson, parseProofs } = verifier;

function read(value) {
  if ("unavailable" in value) return new Unavailable(value.unavailable);
  if ("bytes" in value) return new Uint8Array(Buffer.from(value.bytes, "base64"));
  return "text" in value ? value.text : parseJson(value.json);
}

const bundleOf = (added) => ({ ...BUILT_IN.contexts, ...added });
const told = ({ check, outcome, reason, params }) => [check, outcome, reason, params];

const askers = {
  async verify({ document, resources, now, contexts }) {
    const found = new Map(Object.entries(resources).map(([key, value]) => [key, read(value)]));
    const resource = (need) => {
      if (found.has(need.key)) return found.get(need.key);
      throw new Missing(need);
    };
    const world = { canonizer: new Canonizer(bundleOf(contexts)), sentences: BUILT_IN.sentences, resource };
    try {
      const report = await verifier.verifyWhole(read(document), world, now);
      return { verified: isVerified(report), checks: [...report.checks, ...report.further].map(told) };
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      return { needs: [...new Set((error.needs ?? [error.need]).map((need) => need.key))].sort() };
    }
  },
  recipient({ credential, value }) {
    const report = { credential: read(credential), checks: [{ check: "recipient" }], further: [] };
    return told(verifier.compareRecipient(report, value).checks[0]).slice(1);
  },
  async proof({ document, key, place, contexts }) {
    const whole = read(document);
    try {
      await verifier.verifyProof(whole, parseProofs(whole, [])[place], keyOfMultibase(key), new Canonizer(bundleOf(contexts)));
      return "holds";
    } catch (error) {
      return error.constructor.name === "BadSignature" ? "ProofMismatch" : error.constructor.name;
    }
  },
  quads({ quads, algorithm }) {
    try {
      return verifier.canonicalLines(quads, algorithm).join("");
    } catch (error) {
      return error.constructor.name;
    }
  },
  async unbake(image) {
    try {
      return { text: await verifier.unbake(read(image)) };
    } catch (error) {
      return { fault: error.message };
    }
  },
  json(data) {
    let value;
    try {
      value = parseJson(read(data));
    } catch (error) {
      return { fault: error.message };
    }
    try {
      return { canonical: verifier.jsonText(value) };
    } catch (error) {
      return { not_canonical: error.message };
    }
  },
};

const inOrder = (value) =>
  JSON.stringify(value, (_, one) =>
    one && typeof one === "object" && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort()) : one,
  );

const counts = {};
let line = 0;
for await (const text of createInterface({ input: createReadStream(cases), crlfDelay: Infinity })) {
  const { kind, given, outcome } = JSON.parse(text);
  line += 1;
  counts[kind] = (counts[kind] ?? 0) + 1;
  let answer;
  try {
    answer = await askers[kind](given);
  } catch (error) {
    answer = { threw: error.stack };
  }
  if (inOrder(answer) !== inOrder(outcome)) console.log(JSON.stringify({ line, kind, wanted: outcome, given: answer }));
}
console.log(JSON.stringify({ cases: counts }));
