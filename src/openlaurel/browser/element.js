// <openlaurel-verify>: verifies a badge in the browser that shows it.
//
//   <openlaurel-verify src="https://badges.example/awards/….json"><a href="…/verify?url=…">Verify</a></openlaurel-verify>
//   <openlaurel-verify><script type="application/vc">{…}</script></openlaurel-verify>
//   <openlaurel-verify></openlaurel-verify>      a form for a file or a text
//
// Nothing is asked for before somebody presses the button. What stands inside is shown where no script runs.
import { BUILT_IN } from "./builtin.js";
import { utf8 } from "./bytes.js";
import { CredentialsError } from "./faults.js";
import { Network, fetched } from "./looking.js";
import { readFile } from "./reading.js";
import { Unavailable, checkNamed, isVerified, verdictOf } from "./report.js";
import { resultOf } from "./result.js";
import { STYLES } from "./styles.js";
import { stripped } from "./values.js";
import { Verifier } from "./verifier.js";
import { Words, element } from "./words.js";

const ACCEPT = "application/vc, application/vc+ld+json, application/json;q=0.9, image/png;q=0.5, image/svg+xml;q=0.5";

class OpenLaurelVerify extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const language = this.closest("[lang]")?.lang || document.documentElement.lang || "en";
    this.words = new Words(language);
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [sheet];
    this.answer = element("div", { class: "answer", role: "status" });
    const whole = element("div", { lang: this.words.language, dir: this.words.direction }, this.asking(), this.answer);
    root.append(whole);
  }

  get inline() {
    return this.querySelector('script[type="application/vc"], script[type="application/json"], script[type="application/jwt"]');
  }

  /** The button for the badge that the page names, or a form for any. */
  asking() {
    const { own } = this.words;
    const isGiven = this.hasAttribute("src") || this.inline !== null;
    this.button = element("button", { type: "submit" }, isGiven ? own.verify_this : own.verify);
    const form = element("form", { novalidate: "" });
    if (!isGiven) form.append(...this.fields());
    form.append(element("p", { class: "muted small" }, own.network), this.button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.verify();
    });
    return form;
  }

  fields() {
    const { own } = this.words;
    this.text = element("textarea", { id: "text", rows: "3", dir: "ltr", spellcheck: "false" });
    this.file = element("input", { id: "file", type: "file", accept: ".png,.svg,.json,.jsonld,.jwt,.jws,.txt", "aria-describedby": "file-help" });
    this.recipient = element("input", { id: "recipient", dir: "auto", autocomplete: "off", "aria-describedby": "recipient-help" });
    const field = (input, label, help) => {
      const whole = element("div", { class: "field" }, element("label", { for: input.id }, label), input);
      if (help) whole.append(element("p", { class: "muted small", id: `${input.id}-help` }, help));
      return whole;
    };
    return [
      field(this.text, own.text),
      field(this.file, own.file, own.file_help),
      field(this.recipient, own.recipient, own.recipient_help),
    ];
  }

  /** Verifies what is given and shows the answer; tells the page by the event `openlaurel-verified`. */
  async verify() {
    const { own } = this.words;
    this.button.disabled = true;
    this.answer.replaceChildren(element("p", {}, own.working));
    const network = new Network();
    try {
      const document = await readFile(await this.given(network));
      const verifier = new Verifier(BUILT_IN, (need) => network.obtain(need));
      const report = await verifier.verify(document, { recipient: this.recipient?.value ?? "" });
      const form = checkNamed(report, "format");
      if (form.reason === "unreadable") throw new CredentialsError(form.params.fault);
      this.show(report, network.asked);
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      const fault = error.message in own ? [own[error.message]] : this.words.fault(error.message);
      const title = element("p", { class: "strong" }, own.nothing);
      this.answer.replaceChildren(element("div", { role: "alert" }, title, element("span", {}, ...fault)));
    } finally {
      this.button.disabled = false;
    }
  }

  async given(network) {
    if (this.inline) return utf8(this.inline.textContent);
    if (this.hasAttribute("src")) {
      const url = new URL(this.getAttribute("src"), document.baseURI).href;
      network.asked.push(url);
      const found = await fetched(url, ACCEPT).catch(() => null);
      if (found === null || found instanceof Unavailable) throw new CredentialsError("not_got");
      return found;
    }
    if (this.file.files.length) return new Uint8Array(await this.file.files[0].arrayBuffer());
    if (!stripped(this.text.value)) throw new CredentialsError("choose");
    return utf8(stripped(this.text.value));
  }

  show(report, asked) {
    const moment = new Date();
    const when = this.words.own.checked.replace("%(moment)s", this.words.moment(moment));
    this.answer.replaceChildren(...resultOf(report, this.words, { when, asked }));
    this.answer.querySelector("h2").focus();
    const detail = { verified: isVerified(report), verdict: verdictOf(report), checks: report.checks, asked };
    this.dispatchEvent(new CustomEvent("openlaurel-verified", { bubbles: true, detail }));
  }
}

if (!customElements.get("openlaurel-verify")) customElements.define("openlaurel-verify", OpenLaurelVerify);
