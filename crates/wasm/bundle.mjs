// Bundles the package: `node bundle.mjs STAGE PACKAGE`, called by `cargo xtask build npm`, which
// has put this folder, the tables and the binding into STAGE.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const [stage, out] = process.argv.slice(2);
const wasm = readFileSync(join(stage, 'binding_bg.wasm'));
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
 * The bytes as text of printable ASCII, one or two characters a byte, so that compression sees
 * the same repetitions as in the bytes, which base64 would hide.
 */
function inlined(bytes) {
  return `export default () => Uint8Array.from(atob(${JSON.stringify(bytes.toString('base64'))}), (c) => c.charCodeAt(0));\n`;
}
