// Distinct records from a seed, made by JSON.parse, as records come.

import { CHOICES, COUNTRIES } from './rules.mjs';

const FIRST = ['Maria', 'James', 'Anne-Marie', 'Olga', 'Li', 'Priya', 'Ahmed', 'Zoë', 'Jean Luc', 'Chloé', 'Noah', 'Emeka'];
const LAST = ['Garcia', "O'Brien", 'Smith', 'Ivanova', 'Wang', 'Sharma', 'Hassan', 'Müller', 'Dupont', 'de la Cruz', 'Novak', 'Okafor'];

/** Four things to break, each with values that every peer must refuse. */
const BREAKS = [
  { first_name: 'R2D2', date_of_birth: '1999-02-30', gender: 'unsaid', residence_country: 'qq' },
  { last_name: '', birth_country: 'IND ', employment_status: 'busy', reason: '' },
  { last_name: 'x<y', tax_residence_country: 'zz', tax_identification_number: '#1', date_of_birth: '2009-01-01' },
  { citizen_country: 'xx', account_opening_reason: 'fun', tax_identification_number: 'x'.repeat(26), reason: 'a\0b' },
];

function generator(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & 0xffff_ffff_ffff_ffffn;
    return Number((state >> 33n) % BigInt(below));
  };
}

/** Records as JSON text, a line each. With `broken`, every such one in so many has four errors. */
export function ndjson(count, seed = 1, everyBroken = 0) {
  const below = generator(seed);
  const pick = (list) => list[below(list.length)];
  const two = (number) => String(number).padStart(2, '0');
  const letters = () => String.fromCharCode(97 + below(26), 97 + below(26), 97 + below(26));
  const lines = [];
  for (let n = 0; n < count; n++) {
    const record = {
      first_name: `${pick(FIRST)} ${letters().replace(/^./, (c) => c.toUpperCase())}`,
      last_name: `${pick(LAST)}${letters()}`,
      residence_country: pick(COUNTRIES),
      account_opening_reason: pick(CHOICES.account_opening_reason),
      tax_residence_country: pick(COUNTRIES),
      birth_country: pick(COUNTRIES),
      tax_identification_number: `UX-${1_000_000 + n}`,
      citizen_country: pick(COUNTRIES),
      employment_status: pick(CHOICES.employment_status),
      date_of_birth: `${1930 + below(75)}-${two(1 + below(12))}-${two(1 + below(28))}`,
      gender: pick(CHOICES.gender),
      reason: `moved to another flat, case ${n}`,
    };
    if (everyBroken && n % everyBroken === 0) Object.assign(record, BREAKS[below(BREAKS.length)]);
    lines.push(JSON.stringify(record));
  }
  return lines;
}

export const records = (...how) => ndjson(...how).map((line) => JSON.parse(line));
