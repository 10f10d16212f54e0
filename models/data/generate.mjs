// Writes countries.json and languages.json next to itself from the French names of CLDR.
//   npm pack cldr-localenames-full@48.2.0 && tar xzf cldr-localenames-full-48.2.0.tgz
//   node generate.mjs package
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [source] = process.argv.slice(2);
const read = (file) =>
  JSON.parse(readFileSync(join(source, "main/fr", file), "utf8")).main.fr.localeDisplayNames;

// Two-letter codes of CLDR that are not ISO 3166-1 countries. XK (Kosovo) is kept: no ISO code exists and people come from there.
const notCountries = new Set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split(" "));
// Withdrawn from ISO 639-1.
const notLanguages = new Set(["sh"]);

const write = (file, names, excluded) => {
  const rows = Object.entries(names)
    .filter(([code]) => code.length === 2 && !excluded.has(code))
    .sort((a, b) => a[1].localeCompare(b[1], "fr"))
    .map(([code, name]) => "  " + JSON.stringify({ code, name }));
  writeFileSync(join(import.meta.dirname, file), "[\n" + rows.join(",\n") + "\n]\n");
};

write("countries.json", read("territories.json").territories, notCountries);
write("languages.json", read("languages.json").languages, notLanguages);
