// The countries that a field takes, by the names that people know them by.

import { COUNTRY_FIELDS, FIELD } from './tables.js';

export function countriesOf({ values }, locale, field) {
  if (!COUNTRY_FIELDS.includes(field)) throw new TypeError(`countries: name a country field, such as '${COUNTRY_FIELDS[0]}'`);
  const tags = tagsOf(locale);
  const names = new Intl.DisplayNames(tags, { type: 'region' });
  const { compare } = new Intl.Collator(tags);
  return values[FIELD.get(field)]
    .map((code) => ({ code, name: names.of(code.toUpperCase()) }))
    .sort((a, b) => compare(a.name, b.name));
}

/** The tags of languages, as Intl reads them. */
function tagsOf(locale) {
  try {
    // What Intl makes of other values is no language: the ordinary one.
    if (!/^(undefined|string|object)$/.test(typeof locale)) throw new TypeError();
    return Intl.getCanonicalLocales(locale);
  } catch (error) {
    // Whatever else is thrown is a list's own.
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    throw new TypeError("countries: give the tag of a language, such as 'en' or 'pt-BR', or a list of them");
  }
}
