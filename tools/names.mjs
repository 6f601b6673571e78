// Prints the countries and currencies in each of the given languages, sorted as its readers expect:
//     node tools/names.mjs en es ar
// {"en": {"countries": [["AF", "Afghanistan"], …], "currencies": [["EUR", "euro"], …]}, …}, from the CLDR data in Node.
const NOT_COUNTRIES = new Set(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]);
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const codes = LETTERS.flatMap((a) => LETTERS.map((b) => a + b)).filter(
  (code) => !NOT_COUNTRIES.has(code) && new Intl.Locale(`und-${code}`).region === code,
);

function named(language, type, candidates) {
  const names = new Intl.DisplayNames([language], { type, fallback: "none" });
  const order = new Intl.Collator(language);
  return candidates
    .map((code) => [code, names.of(code)])
    .filter(([, name]) => name)
    .sort((one, other) => order.compare(one[1], other[1]));
}

const languages = process.argv.slice(2);
const answer = Object.fromEntries(
  languages.map((language) => [
    language,
    {
      countries: named(language, "region", codes),
      currencies: named(language, "currency", Intl.supportedValuesOf("currency")),
    },
  ]),
);
process.stdout.write(JSON.stringify(answer));
