// The verdict of npm's `stdnum` on each line of `tax_number_verdicts`: reads NDJSON from stdin,
// writes true, false, or null where it does not know the country. Run it where `stdnum` is
// installed (see package.json).

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
  const verdict = row.npm.length > 0 ? row.npm.some((name) => passes(name, row.number)) : null;
  process.stdout.write(`${verdict}\n`);
}
