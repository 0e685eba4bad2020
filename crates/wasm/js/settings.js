// What rules come to: the form the module takes them in (src/rules.rs), and what JavaScript reads.

import { Births } from './births.js';
import { isoCountries } from './hints.js';
import { ACCEPTED } from './inputs.js';
import { TAKEN } from './numbers.js';
import { CHOICE_FIELDS, COUNTRY_FIELDS, COUNTRY_NOT_ALLOWED, COUNTRY_UNKNOWN, FIELD, FIELDS, LIMITS, MODES, fields } from './tables.js';

/** What is said of any two letters as a country, by their index. */
function verdictsOf(known, taken) {
  const verdicts = new Uint8Array(26 * 26).fill(COUNTRY_UNKNOWN);
  const indexOf = (code) => (code.charCodeAt(0) - 97) * 26 + code.charCodeAt(1) - 97;
  for (const code of known) verdicts[indexOf(code)] = COUNTRY_NOT_ALLOWED;
  for (const code of taken) verdicts[indexOf(code)] = TAKEN;
  return verdicts;
}

/** What rules that were checked come to. */
export function settingsOf(rules) {
  const known = [...new Set([...isoCountries(), ...rules.extra_countries])].sort();
  const taken = COUNTRY_FIELDS.map((name) => {
    const { allowed = [], refused = [] } = rules.countries[name] ?? {};
    if (allowed.length + refused.length === 0) return known;
    const from = allowed.length > 0 ? [...new Set(allowed)].sort() : known;
    return from.filter((code) => !refused.includes(code));
  });
  const words = CHOICE_FIELDS.map((name) => rules[name]);
  const modes = Object.entries(rules.tin_by_country);
  const of = rules.tin_not_needed_for;
  const isBasic = [rules.tin, ...Object.values(rules.tin_by_country)].every((mode) => mode === 'basic');
  const values = [];
  const numbers = [];
  COUNTRY_FIELDS.forEach((name, at) => {
    const same = taken.indexOf(taken[at]);
    values[FIELD.get(name)] = taken[at];
    numbers[FIELD.get(name)] = same < at ? numbers[FIELD.get(COUNTRY_FIELDS[same])] : verdictsOf(known, taken[at]);
  });
  CHOICE_FIELDS.forEach((name, list) => {
    values[FIELD.get(name)] = words[list];
    numbers[FIELD.get(name)] = new Map(words[list].map((word, at) => [word, ACCEPTED - at]));
  });
  fields.forEach(({ kind }, at) => {
    if (kind === 'name') numbers[at] = Math.min(rules.name_max_length, rules.name_long);
    else if (kind === 'note') numbers[at] = rules.reason_max_length;
    else if (kind === 'date') numbers[at] = new Births();
    // What is known of countries' numbers, the module knows alone.
    else if (kind === 'tax_number') numbers[at] = isBasic ? rules.tin_max_length : 0;
  });
  return {
    rules,
    known,
    isKnown: new Set(known),
    /** For each field that takes one of a list: its values. */
    values,
    /** For each field: what gives the numbers that accepted values are laid down by. */
    numbers,
    /** For each field: the most characters. */
    limits: FIELDS.map((name) => rules[LIMITS[name]]),
    figures: [
      rules.name_max_length,
      rules.name_long,
      rules.reason_max_length,
      rules.tin_max_length,
      rules.minimum_age,
      rules.age_limit,
      MODES.indexOf(rules.tin),
      rules.tin_gender ? 1 : 0,
    ],
    lines: [
      known.join(''),
      ...taken.map((codes) => codes.join('')),
      of.countries.join(''),
      of.employment_status.join(' '),
      ...words.map((list) => list.join(' ')),
      ...MODES.map((mode) => modes.flatMap(([code, own]) => (own === mode ? [code] : [])).join('')),
    ],
  };
}
