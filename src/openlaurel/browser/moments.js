// Moments as signed documents write them: XML Schema's dateTimeStamp, read strictly.
import { BadMoment } from "./faults.js";

const MOMENT =
  /^-?([0-9]{4,})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2})$/;
const FIRST = -62135596800;
const AFTER_LAST = 253402300800;
export const CLOCK_SKEW = 5 * 60 * 1000;

/** `ms` since 1970, with a fraction; `day` is the date as it was written, in the offset that it was written with. */
export function readMoment(value) {
  if (typeof value !== "string") throw new BadMoment("must be a date and time with a time zone");
  const found = MOMENT.exec(value);
  if (!found) throw new BadMoment("must be a date and time with a time zone");
  const [, year, month, day, hour, minute, second] = found.map(Number);
  const offset = found[8] === "Z" ? 0 : Number(found[8].slice(1, 3)) * 60 + Number(found[8].slice(4));
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isYear = !value.startsWith("-") && found[1].length === 4 && year > 0;
  const isOffset = found[8] === "Z" || (Number(found[8].slice(1, 3)) < 24 && offset < 24 * 60);
  if (!isDate || !isYear || hour > 23 || minute > 59 || second > 59 || !isOffset) {
    throw new BadMoment("is not a date that exists");
  }
  const fraction = Number(`0.${(found[7] ?? "0").slice(0, 6)}`) * 1000;
  const local = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
  return { ms: local - (found[8][0] === "-" ? -offset : offset) * 60000, day: value.slice(0, 10) };
}

/** The moment that a number of seconds since 1970 is; null for one outside the years 1 to 9999. */
export function momentOfSeconds(seconds) {
  return seconds >= FIRST && seconds < AFTER_LAST ? momentOf(Math.round(seconds * 1e6) / 1e3) : null;
}

export const momentOf = (ms) => ({ ms, day: new Date(ms).toISOString().slice(0, 10) });

export const dayOf = (moment) => (moment ? moment.day : "the beginning");
