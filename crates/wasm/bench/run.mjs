// Measures this package beside its peers: `node run.mjs [ROUNDS]`, from `cargo xtask bench npm`.
// Every peer runs in fresh processes, interleaved; figures are medians over the rounds. Prints the
// section of docs/BENCHMARKS.md.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { countries, taxNumberHint } from '../pkg/index.js';

// Many short turns: a machine that others use changes its speed within seconds.
const ROUNDS = Number(process.argv[2] ?? 9);
const here = fileURLToPath(new URL('.', import.meta.url));
const PEERS = {
  hand: 'hand-written JS',
  ours: 'client-profile, `tin: "basic"`',
  'ours-default': 'client-profile, every rule',
  typia: 'typia',
  zod: 'zod',
  'zod-mini': 'zod/mini',
  valibot: 'valibot',
  ajv: 'ajv',
  arktype: 'arktype',
  typebox: 'typebox',
};
const JOBS = { valid: 'valid', errors: '4 errors', name: 'name', date: 'date', country: 'country', batch: '10,000 (ms)' };

const node = (...args) => execFileSync(process.execPath, args, { cwd: here, encoding: 'utf8' });
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

await import('./peers/typia.prepare.mjs');
const runs = {};
for (let round = 0; round < ROUNDS; round++) {
  for (const peer of Object.keys(PEERS)) {
    process.stderr.write(`round ${round + 1} of ${ROUNDS}: ${peer}\n`);
    (runs[peer] ??= []).push(JSON.parse(node('measure.mjs', peer)));
  }
}
const of = (peer, job, figure = 'median') => median(runs[peer].map((run) => run[job][figure]));
const ratio = (job, a, b) => median(runs[a].map((run, round) => run[job].median / runs[b][round][job].median));

const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;
/** What a page loads that checks the 12 fields with that library. */
async function size(peer) {
  const { outputFiles } = await build({
    entryPoints: [`${here}peers/${peer}.mjs`],
    external: ['../rules.mjs'],
    bundle: true, minify: true, format: 'esm', write: false, logLevel: 'error',
  });
  return brotli(outputFiles[0].contents);
}
const sizes = { 'client-profile': brotli(readFileSync(new URL('../pkg/index.js', import.meta.url))) };
for (const peer of ['zod', 'zod-mini', 'valibot', 'ajv', 'arktype', 'typebox', 'typia']) sizes[PEERS[peer]] = await size(peer);
const colds = Array.from({ length: 21 }, () => JSON.parse(node('cold.mjs')));
const cold = (part) => median(colds.map((run) => run[part]));
const parts = JSON.parse(node('parts.mjs'));

const taxCountries = () => countries('en').filter(({ code }) => taxNumberHint(code)).length;

/** What the import is made of, in bytes of brotli, each by itself. */
function weights() {
  const wasm = readFileSync(new URL('../pkg/client-profile.wasm', import.meta.url));
  const sections = {};
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = wasm[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  let at = 8;
  while (at < wasm.length) {
    const id = wasm[at++];
    const length = number();
    sections[id] = brotli(wasm.subarray(at, (at += length)));
  }
  const script = brotli(readFileSync(new URL('../pkg/slim.js', import.meta.url)));
  return { code: sections[10], data: sections[11], script, text: sizes['client-profile'] - brotli(wasm) - script };
}

const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url)));
const versions = Object.entries({ ...dependencies, ...devDependencies })
  .filter(([name]) => !['esbuild', 'typescript', 'ts-patch'].includes(name))
  .map(([name, version]) => `${name} ${version}`);
const out = [];
const row = (...cells) => out.push(`| ${cells.join(' | ')} |`);
const number = (value) => (value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));

out.push(`Node ${process.version} on ${cpus().length} cores (${cpus()[0].model}); ${versions.join(', ')}.`);
out.push(`Nanoseconds a call, median (99th percentile of chunks of 50 calls), of ${ROUNDS} processes each, interleaved.`, '');
row('', ...Object.values(JOBS));
row('---', ...Object.keys(JOBS).map(() => '---:'));
for (const [peer, name] of Object.entries(PEERS)) {
  row(name, ...Object.keys(JOBS).map((job) => `${number(of(peer, job))} (${number(of(peer, job, 'p99'))})`));
}
out.push('', 'Beside what it is to be; a ratio is the median of those of each round, in which all took turns:', '');
row('', 'ratio', 'bar', '');
row('---', '---:', '---:', '---');
const bar = (what, value, limit) => row(what, value.toFixed(2), `<= ${limit}`, value <= limit ? 'met' : 'missed');
bar('valid / hand-written', ratio('valid', 'ours', 'hand'), 1);
bar('valid / zod', ratio('valid', 'ours', 'zod'), 0.6);
bar('valid / valibot', ratio('valid', 'ours', 'valibot'), 0.15);
bar('valid, every rule / hand-written', ratio('valid', 'ours-default', 'hand'), 1.5);
bar('4 errors / hand-written', ratio('errors', 'ours', 'hand'), 1.15);
bar('4 errors / zod', ratio('errors', 'ours', 'zod'), 0.1);
bar('name / hand-written', ratio('name', 'ours', 'hand'), 1.1);
bar('date / hand-written', ratio('date', 'ours', 'hand'), 1.2);
bar('country / hand-written', ratio('country', 'ours', 'hand'), 2);
const lines = (figure) => median(runs['ours-default'].map((run) => run.lines[figure]));
const linesRatio = (figure) => median(runs['ours-default'].map((run) => run.lines.ours / run.lines[figure]));
bar('NDJSON / JSON.parse of one string', linesRatio('parseOne'), 0.5);
bar('NDJSON / JSON.parse line by line', linesRatio('parseLines'), 0.25);
bar('whole import, KB of brotli', sizes['client-profile'] / 1000, 24);
bar('cold import to first answer, ms', cold('all'), 5);
out.push(
  '',
  `NDJSON: 10,000 records, ${(runs.ours[0].lines.bytes / 1e6).toFixed(1)} MB, every tenth with four errors: ` +
    `${lines('ours').toFixed(1)} ms with every rule (${lines('first').toFixed(1)} ms the first time, before the engine has optimised what reads them); JSON.parse of one ready string ${lines('parseOne').toFixed(1)} ms, ` +
    `of ready lines ${lines('parseLines').toFixed(1)} ms, of lines from bytes ${lines('decodeAndParseLines').toFixed(1)} ms.`,
  '',
  `Bytes of brotli, the 12 fields' checks with their library: ${Object.entries(sizes).map(([name, bytes]) => `${name} ${bytes.toLocaleString('en')}`).join(', ')}.`,
);
const ns = (value) => `${Math.round(value).toLocaleString('en')} ns`;
const sum = (of) => `${ns(of.all)}, of which ${ns(of.laying)} lay the record down, ${ns(of.check)} are the check in WebAssembly, and ${ns(of.objects)} read its answer and make objects of it`;
const weight = weights();
out.push(
  '',
  'Where the time and the bytes go, measured in the same run, by itself and with a stand-in for the check, so that the sums are not those of the table; bytes are of parts that are compressed apart:',
  '',
  '- valid, `tin: "basic"`: each value is accepted where it stands, and nothing crosses into WebAssembly.',
  `- valid, every rule: ${sum(parts.advice)}. Nearly every record here earns advice on its tax number, so that there is a finding to make.`,
  '- 4 errors, `tin: "basic"`: what is wrong with each is certain where it stands, so that nothing crosses either; the rest is to make objects of it.',
  '- name, date, country: accepted where they stand as well; to find the field and make the result is most of it.',
  '- NDJSON: of a record without an error nothing is told, so that no advice on its tax number is looked for.',
  `- whole import: ${weight.code.toLocaleString('en')} bytes are the rules' code, ${weight.data.toLocaleString('en')} their tables (every script's letters, ${taxCountries()} countries' tax numbers), ${weight.script.toLocaleString('en')} the JavaScript with its words and names, ${weight.text.toLocaleString('en')} the module's way through text.`,
  `- cold import: ${cold('import').toFixed(1)} ms read and compile the script, ${(cold('all') - cold('import')).toFixed(1)} ms are the first call: it decodes the module, compiles and starts it (${cold('compiling').toFixed(1)} ms), and takes the rules in.`,
);
console.log(out.join('\n'));
