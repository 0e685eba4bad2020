// The countries that a field takes, by the names that people know them by.

import { COUNTRY_FIELDS, FIELD } from './tables.js';

export function countriesOf({ values }, locale, field) {
  if (!COUNTRY_FIELDS.includes(field)) throw new TypeError(`countries: name a country field, such as '${COUNTRY_FIELDS[0]}'`);
  let names;
  let compare;
  try {
    // What Intl makes of other values is no language: the ordinary one.
    if (!/^(undefined|string|object)$/.test(typeof locale)) throw new TypeError();
    names = new Intl.DisplayNames(locale, { type: 'region' });
    compare = new Intl.Collator(locale).compare;
  } catch {
    throw new TypeError("countries: give the tag of a language, such as 'en' or 'pt-BR', or a list of them");
  }
  return values[FIELD.get(field)]
    .map((code) => ({ code, name: names.of(code.toUpperCase()) }))
    .sort((a, b) => compare(a.name, b.name));
}
