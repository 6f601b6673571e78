// Looking up what a verification needs: each address once, as a whole, and without anything of whoever asks.
import { Pinned, Unavailable } from "./report.js";
import { BUILT_IN } from "./builtin.js";
import { cut } from "./faults.js";
import { has } from "./values.js";
import { isLoopbackHost } from "./webaddresses.js";

const MOST_BYTES = 5 * 1024 * 1024;
const PATIENCE = 10000;

/** `asked` are the addresses that were asked, in order. */
export class Network {
  constructor() {
    this.asked = [];
    this.found = new Map();
  }

  /** What a need names, as bytes, or why it can't be had. */
  async obtain(need) {
    // A context that a badge pins is compared as it was built in: nobody is asked for it.
    if (need.kind === "bytes" && has(BUILT_IN.digests, need.url)) return new Pinned(BUILT_IN.digests[need.url]);
    if (!this.found.has(need.url)) {
      const url = addressOf(need);
      this.asked.push(url);
      this.found.set(need.url, fetched(url).catch(() => outOfReach(url)));
    }
    return this.found.get(need.url);
  }
}

const outOfReach = (url) =>
  new Unavailable(`${cut(url, 200)} couldn't be reached from this browser, or doesn't let pages of other sites read it.`);

/** A did:web of this machine has no certificate: http. */
function addressOf({ kind, url }) {
  const isLocal = kind === "did" && isLoopbackHost(new URL(url).hostname);
  return isLocal ? url.replace(/^https:/, "http:") : url;
}

/** The bytes at an address; throws, or returns Unavailable with a sentence. */
export async function fetched(url, accept = "application/json, */*;q=0.5") {
  const response = await fetch(url, {
    headers: { Accept: accept },
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) return new Unavailable(`${cut(url, 200)} answered with the status ${response.status}.`);
  const reader = response.body.getReader();
  const parts = [];
  let length = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    parts.push(value);
    length += value.length;
    if (length > MOST_BYTES) {
      await reader.cancel();
      return new Unavailable(`${cut(url, 200)} is larger than a badge's documents can be.`);
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
