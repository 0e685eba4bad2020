// Bundles the package: `node bundle.mjs STAGE PACKAGE`, called by `cargo xtask build npm`, which
// has put this folder's js/, the tables and the module into STAGE.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, transform } from 'esbuild';

const [stage, out] = process.argv.slice(2);
/** Stands for the inlined text while the code is bundled and broken into lines. */
const TEXT = '@inlined text@';
const { text, code } = inlined(readFileSync(join(stage, 'module.wasm')));
writeFileSync(join(stage, 'wasm-bytes.js'), code);

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
  const outfile = join(out, file);
  await build({ ...settings, format, entryPoints: [join(stage, entry)], outfile });
  const lines = await inLines(readFileSync(outfile, 'utf8'));
  writeFileSync(outfile, entry === 'index.js' ? withText(lines) : lines);
}
const declaration = "import type { Catalogue } from '../api.js';\n\ndeclare const catalogue: Catalogue;\n";
writeFileSync(join(out, 'locales/catalogue.d.ts'), `${declaration}export default catalogue;\n`);

/**
 * The bundle in lines: Node shows the one that an exception comes from. Compressed they cost
 * nothing; all other ways of having lines do.
 */
async function inLines(bundle) {
  const lines = bundle.replace(/([;}])((?:async )?function\b|class\b|var |let |const |export |return\b|if\(|for\()/g, '$1\n$2');
  const [before, after] = await Promise.all([bundle, lines].map((code) => transform(code, { minify: true, charset: 'ascii' })));
  if (before.code !== after.code) throw new Error('a line break changed what the code does');
  return lines;
}

/** The bundle with the inlined text, on a line of its own. */
function withText(bundle) {
  const [before, after, ...more] = bundle.split(`"${TEXT}"`);
  const next = after?.[0] ?? '';
  if (more.length > 0 || !before.endsWith('=') || !',;'.includes(next)) throw new Error('where does the inlined text stand?');
  return `${before}\n"${text}"${next}\n${after.slice(1)}`;
}

/**
 * The bytes as text of printable ASCII: low ones a character each, others two, so that compression
 * finds the repetitions that base64 would hide, which saves a quarter. Nothing but ASCII, since a
 * page may read a classic script in any encoding. A loop in JavaScript over so much text takes
 * longer than all the rest of starting, since it runs but once: the text is decoded by a module of
 * a hundred bytes.
 */
function inlined(bytes) {
  // Nothing that a string would have to escape, whatever its quotes, nor what ends a script.
  const letters = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).filter((c) => !'"\'`$\\<'.includes(c));
  const singles = letters.length - 2;
  const code = (byte) => {
    const page = Math.floor(byte / singles);
    return (page > 0 ? letters[page - 1] : '') + letters[2 + (byte % singles)];
  };
  const text = Array.from(bytes, code).join('');
  const [from, pages] = [128, Math.ceil((128 + text.length + bytes.length) / 65_536)];
  const decoder = Buffer.from(decoding(singles, pages)).toString('base64');
  const source = `const letters = ${JSON.stringify(letters.join(''))};
const text = ${JSON.stringify(TEXT)};
export default () => {
  const code = Uint8Array.from(atob(${JSON.stringify(decoder)}), (c) => c.charCodeAt(0));
  const { d, m } = new WebAssembly.Instance(new WebAssembly.Module(code)).exports;
  const bytes = new Uint8Array(m.buffer);
  for (let at = 0; at < letters.length; at++) bytes[letters.charCodeAt(at)] = at;
  new TextEncoder().encodeInto(text, bytes.subarray(${from}));
  d(${from}, ${from + text.length}, ${from + text.length});
  return bytes.subarray(${from + text.length}, ${from + text.length + bytes.length});
};
`;
  return { text, code: source };
}

/**
 * The module that decodes: memory `m` of so many pages, with each letter's place at its code, and
 * `d(from, end, to)`:
 *
 *     while (from < end) {
 *       t = place[byte[from]];
 *       if (t < 2) t = (t + 1) * singles + place[byte[++from]];
 *       byte[to++] = t - 2; from++;
 *     }
 */
function decoding(singles, pages) {
  const [block, loop, branch, end, get, set, tee] = [[0x02, 0x40], [0x03, 0x40], [0x04, 0x40], 0x0b, 0x20, 0x21, 0x22];
  // Numbers from 64 to 127 take two bytes, or they would be negative.
  const number = (value) => [0x41, ...(value < 64 ? [value] : [value | 0x80, 0])];
  const [add, subtract, times, less, atLeast] = [0x6a, 0x6b, 0x6c, 0x49, 0x4f];
  const [load, store] = [[0x2d, 0, 0], [0x3a, 0, 0]];
  const [FROM, END, TO, T] = [0, 1, 2, 3];
  const next = (local, keep) => [get, local, ...number(1), add, keep, local];
  const body = [
    ...[1, 1, 0x7f], // One local more: T.
    ...block,
    ...loop,
    ...[get, FROM, get, END, atLeast, 0x0d, 1], // Leave when there.
    ...[get, FROM, ...load, ...load, tee, T, ...number(2), less],
    ...branch,
    ...[get, T, ...number(1), add, ...number(singles), times],
    ...[...next(FROM, tee), ...load, ...load, add, set, T],
    end,
    ...[get, TO, get, T, ...number(2), subtract, ...store],
    ...[...next(FROM, set), ...next(TO, set), 0x0c, 0], // Again.
    end,
    end,
    end,
  ];
  const section = (id, content) => [id, content.length, ...content];
  return [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 3, 0x7f, 0x7f, 0x7f, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, pages]),
    ...section(7, [2, 1, 0x6d, 2, 0, 1, 0x64, 0, 0]),
    ...section(10, [1, body.length, ...body]),
  ];
}
