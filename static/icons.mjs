// Builds icons.svg from the list of vendor.json. Run it after adding an icon to the list:
//   npm pack @tabler/icons@VERSION && tar xzf tabler-icons-*.tgz
//   node static/icons.mjs package/icons/outline
import { readFileSync, writeFileSync } from "node:fs";

const folder = process.argv[2];
const vendor = JSON.parse(readFileSync(new URL("vendor.json", import.meta.url)));
const { icons, renamed } = vendor.packages.find((p) => p.name === "@tabler/icons");
const frame = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';

const symbols = [...icons].sort().map((name) => {
  const source = readFileSync(`${folder}/${renamed[name] ?? name}.svg`, "utf8");
  const shapes = [...source.matchAll(/<(path|circle|rect|line|polyline)[^>]*\/>/g)]
    .map((match) => match[0].replace(/\s*\/>/, "/>"))
    .filter((shape) => !shape.includes("M0 0h24v24H0z"));
  return `<symbol id="${name}" ${frame}>${shapes.join("")}</symbol>`;
});
writeFileSync(
  new URL("icons.svg", import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`,
);
