// Measures this package beside its peers: `node run.mjs [ROUNDS]`, from `cargo xtask bench npm`.
// Every peer runs in fresh processes, interleaved; figures are medians over the rounds. Prints the
// section of docs/BENCHMARKS.md.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROUNDS = Number(process.argv[2] ?? 5);
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
const cold = median(Array.from({ length: 15 }, () => Number(node('cold.mjs'))));

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
out.push('', 'Beside what it is to be:', '');
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
bar('cold import to first answer, ms', cold, 5);
out.push(
  '',
  `NDJSON: 10,000 records, ${(runs.ours[0].lines.bytes / 1e6).toFixed(1)} MB, every tenth with four errors: ` +
    `${lines('ours').toFixed(1)} ms with every rule; JSON.parse of one ready string ${lines('parseOne').toFixed(1)} ms, ` +
    `of ready lines ${lines('parseLines').toFixed(1)} ms, of lines from bytes ${lines('decodeAndParseLines').toFixed(1)} ms.`,
  '',
  `Bytes of brotli, the 12 fields' checks with their library: ${Object.entries(sizes).map(([name, bytes]) => `${name} ${bytes.toLocaleString('en')}`).join(', ')}.`,
);
console.log(out.join('\n'));
