// What the verifier in the browser is to whoever loads it as a module.
export { unbake } from "./baking.js";
export { BUILT_IN } from "./builtin.js";
export { jsonText } from "./jcs.js";
export { parseJson } from "./json.js";
export { keyOfMultibase } from "./keys.js";
export { parseProofs, verifyProof } from "./proofs.js";
export { canonicalLines } from "./rdfc.js";
export { compareRecipient } from "./recipients.js";
export { Missing, Unavailable, checkNamed, detailOf, isVerified, verdictOf } from "./report.js";
export { Canonizer } from "./suites.js";
export { Verifier, verifyWhole } from "./verifier.js";
