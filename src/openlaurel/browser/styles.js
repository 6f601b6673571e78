// How the element looks, by the tokens of this site where they are there and by colours of the system elsewhere.

export const STYLES = `
:host { display: block; color: var(--ink, CanvasText); font: inherit; line-height: 1.5; text-align: start;
  --_line: var(--line-strong, color-mix(in srgb, CanvasText 45%, Canvas)); --_muted: var(--muted, color-mix(in srgb, CanvasText 72%, Canvas));
  --_pass: var(--ok, light-dark(#1d6b45, #7fdcae)); --_warn: var(--warn, light-dark(#7a4f00, #f0c26a));
  --_fail: var(--bad, light-dark(#b3261e, #ffb4ab)); }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
h2, h3, p, ul, ol, dl, blockquote { margin: 0; }
h2 { font-size: 1.35rem; line-height: 1.25; } h3 { font-size: 1.1rem; margin-block-start: 0.5rem; }
form, .answer, section { display: grid; gap: 0.9rem; }
.answer:not(:empty) { margin-block-start: 1.25rem; }
.field { display: grid; gap: 0.3rem; } label { font-weight: 600; }
input, textarea { font: inherit; color: inherit; background: var(--surface, Canvas); border: 1px solid var(--_line);
  border-radius: 0.5rem; padding: 0.55rem 0.7rem; inline-size: 100%; min-block-size: 2.75rem; }
::file-selector-button { font: inherit; font-weight: 600; border: 0; border-radius: var(--pill, 0.4rem); padding: 0.35rem 0.8rem;
  margin-inline-end: 0.8rem; color: inherit; background: var(--raised, ButtonFace); cursor: pointer; }
button { font: inherit; font-weight: 600; min-block-size: 2.75rem; padding: 0.5rem 1.3rem; border-radius: var(--pill, 0.6rem); cursor: pointer;
  border: 1px solid transparent; background: var(--brand-solid, light-dark(#3d3aa8, #4a46c4)); color: var(--on-brand, #fff); justify-self: start; }
button:disabled { opacity: 0.6; cursor: progress; }
:focus-visible { outline: 3px solid var(--brand, Highlight); outline-offset: 2px; }
h2:focus { outline: none; }
.small, .muted { font-size: 0.9rem; } .muted { color: var(--_muted); } .strong { font-weight: 600; }
.verdict { display: flex; gap: 0.9rem; align-items: start; padding: 1rem; border-radius: 0.875rem; border: 1px solid currentColor; }
.verdict.ok { color: var(--_pass); } .verdict.warn { color: var(--_warn); } .verdict.bad { color: var(--_fail); }
.verdict p { color: var(--ink, CanvasText); }
ol[role="list"] { list-style: none; padding: 0; display: grid; gap: 0.8rem; }
li[data-check] { display: flex; gap: 0.7rem; }
li, dd, p, code { overflow-wrap: anywhere; min-inline-size: 0; }
.dot { flex: none; display: inline-grid; place-items: center; inline-size: 1.75rem; block-size: 1.75rem; border-radius: 50%; border: 1px solid currentColor; }
.dot.pass { color: var(--_pass); } .dot.warn { color: var(--_warn); } .dot.fail { color: var(--_fail); } .dot.skipped { color: var(--_muted); }
svg { fill: none; stroke: currentColor; stroke-width: 2.5; stroke-linecap: round; stroke-linejoin: round; inline-size: 1.1rem; block-size: 1.1rem; }
dl { display: grid; grid-template-columns: minmax(6rem, auto) 1fr; gap: 0.35rem 1rem; } dt { color: var(--_muted); } dd { margin: 0; }
blockquote { border-inline-start: 3px solid var(--_line); padding-inline-start: 0.8rem; }
summary { cursor: pointer; min-block-size: 1.75rem; }
[role="alert"] { border: 1px solid var(--_fail); color: var(--_fail); border-radius: 0.6rem; padding: 0.75rem; }
[role="alert"] span { color: var(--ink, CanvasText); }
`;
