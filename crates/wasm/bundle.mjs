// Bundles the package: `node bundle.mjs STAGE PACKAGE`, called by `cargo xtask build npm`, which
// has put this folder's js/, the tables and the module into STAGE.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const [stage, out] = process.argv.slice(2);
const wasm = readFileSync(join(stage, 'module.wasm'));
writeFileSync(join(stage, 'wasm-bytes.js'), inlined(wasm));

const settings = {
  bundle: true,
  minify: true,
  target: 'es2020',
  charset: 'ascii',
  legalComments: 'none',
  external: ['*.wasm'],
  logLevel: 'warning',
};
const bundles = [
  ['index.js', 'esm', 'index.js'],
  ['index.js', 'cjs', 'index.cjs'],
  ['slim.js', 'esm', 'slim.js'],
  ['slim.js', 'cjs', 'slim.cjs'],
  ['workerd.js', 'esm', 'workerd.js'],
];
for (const file of readdirSync(join(stage, 'locales'))) {
  const catalogue = join('locales', file);
  bundles.push([catalogue, 'esm', catalogue], [catalogue, 'cjs', catalogue.replace(/js$/, 'cjs')]);
}
for (const [entry, format, file] of bundles) {
  await build({ ...settings, format, entryPoints: [join(stage, entry)], outfile: join(out, file) });
}
const declaration = "import type { Catalogue } from '../api.js';\n\ndeclare const catalogue: Catalogue;\n";
writeFileSync(join(out, 'locales/catalogue.d.ts'), `${declaration}export default catalogue;\n`);

/**
 * The bytes as text of printable ASCII, the frequent ones a character each and the others two, so
 * that compression finds the repetitions that base64 would hide: a fifth less after brotli. Nothing
 * but ASCII, since a page may read a classic script in any encoding.
 */
function inlined(bytes) {
  // Neither quote nor backslash, which a string would have to escape, nor what ends a script.
  const letters = [...Array(95).keys()].map((at) => String.fromCharCode(32 + at)).filter((c) => !'"\\<'.includes(c));
  const [first, second, ...single] = letters;
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const order = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
  const pairs = [first, second].flatMap((shift) => letters.map((letter) => shift + letter));
  const codes = new Map(order.map((byte, at) => [byte, at < single.length ? single[at] : pairs[at - single.length]]));
  const text = Array.from(bytes, (byte) => codes.get(byte)).join('');
  return `const letters = ${JSON.stringify(letters.join(''))};
const order = ${JSON.stringify(order.map((byte) => byte.toString(16).padStart(2, '0')).join(''))};
const text = ${JSON.stringify(text)};
export default () => {
  const place = [];
  for (let at = 0; at < letters.length; at++) place[letters.charCodeAt(at)] = at;
  const values = order.match(/../g).map((hex) => parseInt(hex, 16));
  const bytes = new Uint8Array(${bytes.length});
  const singles = letters.length - 2;
  for (let at = 0, to = 0; at < text.length; to++) {
    let code = place[text.charCodeAt(at++)] - 2;
    if (code < 0) code = singles + (code + 2) * letters.length + place[text.charCodeAt(at++)];
    bytes[to] = values[code];
  }
  return bytes;
};
`;
}
