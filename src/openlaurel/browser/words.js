// A verification in the reader's language. The words come from gettext, as data; what a file holds is isolated from them.
import { DATA } from "./data.js";
import { has } from "./values.js";

const LONGEST_FAULT = 1000;
const PLACE = /%\((\w+)\)s/;
const DAYS = ["start", "end", "date", "made"];

export const element = (name, fields = {}, ...children) => {
  const made = document.createElement(name);
  for (const [field, value] of Object.entries(fields)) made.setAttribute(field, value);
  made.append(...children);
  return made;
};

/** The words of one language, English where there are none. */
export class Words {
  constructor(language) {
    const base = language.toLowerCase().split("-")[0];
    this.language = [base, "en", ...Object.keys(DATA.words)].find((one) => has(DATA.words, one));
    Object.assign(this, DATA.words[this.language]);
  }

  get direction() {
    return ["ar", "fa", "he", "ur"].includes(this.language) ? "rtl" : "ltr";
  }

  moment(date) {
    return new Intl.DateTimeFormat(this.language, { dateStyle: "long", timeStyle: "short" }).format(date);
  }

  day(text) {
    const date = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(`${text.slice(0, 10)}T12:00:00Z`) : null;
    if (!date || Number.isNaN(date.getTime())) return this.own.beginning;
    return new Intl.DateTimeFormat(this.language, { dateStyle: "long", timeZone: "UTC" }).format(date);
  }

  /** A sentence with values in it, as nodes. */
  say(template, values) {
    return template.split(PLACE).map((piece, place) => {
      if (place % 2 === 0) return piece;
      const value = values[piece] ?? "";
      if (piece === "fault") return element("span", {}, ...this.fault(value));
      if (DAYS.includes(piece)) return this.day(value);
      return element("bdi", { lang: piece === "english" || piece === "cryptosuite" ? "en" : "" }, value);
    });
  }

  /** What a program says, by the form of its English sentence; what isn't known stays, marked as English. */
  fault(text) {
    const found = this.known(text);
    if (!found || Object.entries(found[1]).some(([name, value]) => name !== "fault" && value.includes(". "))) {
      for (const end of text.slice(0, LONGEST_FAULT).matchAll(/(?<=\.) /g)) {
        const first = this.known(text.slice(0, end.index));
        if (first) return [...this.say(...first), " ", ...this.fault(text.slice(end.index + 1))];
      }
    }
    if (!found) return [element("span", { lang: "en", dir: "ltr" }, text)];
    const said = this.say(...found);
    const isUnsaid = "fault" in found[1] && !found[0].includes("%(fault)s");
    return isUnsaid ? [...said, " ", ...this.fault(found[1].fault)] : said;
  }

  known(text) {
    if (text.length > LONGEST_FAULT) return null;
    this.forms ??= Object.entries(this.faults)
      .sort(([one], [other]) => ownWords(other) - ownWords(one))
      .map(([form, words]) => [formPattern(form), words]);
    for (const [pattern, words] of this.forms) {
      const found = pattern.exec(text);
      if (found) return [words, { ...found.groups }];
    }
    return null;
  }

  title({ check, outcome, reason }) {
    if (reason === "not_run") return this.not_run[check];
    return this.reasons[reason] ?? this.titles[`${check} ${outcome}`] ?? "";
  }
}

const ownWords = (form) => form.replace(/%\(\w+\)s/g, "").length;

function formPattern(form) {
  const parts = form.split(PLACE).map((piece, place) =>
    place % 2 ? `(?<${piece}>[\\s\\S]+?)` : piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
  );
  return new RegExp(`^${parts.join("")}$`);
}
