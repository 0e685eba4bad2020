// zod in Node, line by line: the file, the rules, and `--verdicts` for a 0 or 1 a record; else the
// counts alone.

import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as z from 'zod';

const [file, rulesFile, verdicts] = process.argv.slice(2);
const rules = JSON.parse(readFileSync(rulesFile, 'utf8'));

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether there is such a day, and its people are of the age. */
function isBirthDate(text) {
  if (!DATE.test(text)) return false;
  const year = +text.slice(0, 4);
  const month = +text.slice(5, 7);
  const day = +text.slice(8, 10);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days && text >= rules.born.first && text <= rules.born.last;
}

const name = z.string().regex(/^(?=.*\p{L})[\p{L}\p{M}'\u2018\u2019\u02bb\u02bc\u2010\u2011\u00b7. -]{1,100}$/u);
const country = z.enum(rules.countries);
const profile = z.strictObject({
  first_name: name,
  last_name: name,
  residence_country: country,
  account_opening_reason: z.enum(rules.account_opening_reason),
  tax_residence_country: country,
  birth_country: country,
  tax_identification_number: z.string().regex(/^[A-Za-z0-9Ññ ./+&()-]{1,25}$/),
  citizen_country: country,
  employment_status: z.enum(rules.employment_status),
  date_of_birth: z.string().refine(isBirthDate),
  gender: z.enum(rules.gender),
  reason: z.string().regex(/^[^\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]{1,255}$/u),
});

let records = 0;
let invalid = 0;
let findings = 0;
let shown = '';
const lines = createInterface({ input: createReadStream(file, { highWaterMark: 1 << 18 }), crlfDelay: Infinity });
lines.on('line', (line) => {
  const result = profile.safeParse(JSON.parse(line));
  records += 1;
  if (!result.success) {
    invalid += 1;
    findings += result.error.issues.length;
  }
  if (verdicts) shown += result.success ? '1' : '0';
});
lines.on('close', () => {
  console.log(verdicts ? shown : JSON.stringify({ records, invalid, findings }));
});
