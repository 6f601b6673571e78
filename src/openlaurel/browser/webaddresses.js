// Web addresses as people enter them.

const LONGEST = 500;
const NEVER_IN_ONE = /[\s<>"{}|\\^`\x00-\x1f\x7f]/;

/** Whether `url` is an absolute http or https address that can be linked and signed. */
export function isWebAddress(url) {
  const found = /^https?:\/\/([^/?#]*)/i.exec(url);
  if (!found || url.length > LONGEST || NEVER_IN_ONE.test(url)) return false;
  const place = found[1].split("@").pop();
  if (place.includes("[") || place.includes("]")) return /^\[[0-9A-Fa-f:.]+\](:[0-9]*)?$/.test(place);
  return Boolean(place.split(":")[0]);
}

/** Whether a host is an address that only this machine reaches. */
export const isLoopbackHost = (host) => ["127.0.0.1", "localhost", "::1"].includes(host.replace(/^\[|\]$/g, "").toLowerCase());
