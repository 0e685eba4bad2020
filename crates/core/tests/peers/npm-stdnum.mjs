// Adds the verdict of npm `stdnum` to each line of `tax_number_verdicts`: reads NDJSON from stdin,
// writes the same lines with `peer` to stdout. Lines of countries that it does not know are left
// out. Run it where `stdnum` is installed (see package.json).

import { createInterface } from 'node:readline';
import { stdnum } from 'stdnum';

const passes = (name, number) => {
  const [country, validator] = name.split('.');
  const known = stdnum[country]?.[validator];
  if (!known) throw new Error(`stdnum has no ${name}`);
  return known.validate(number).isValid;
};

for await (const line of createInterface({ input: process.stdin })) {
  const row = JSON.parse(line);
  if (row.npm.length > 0) {
    const peer = row.npm.some((name) => passes(name, row.number));
    process.stdout.write(`${JSON.stringify({ ...row, peer })}\n`);
  }
}
