// Countries by the names that people know them by.

/**
 * @param {string} codes two letters each
 * @param {string} [locale] a language tag; the platform's own without one
 */
export function countriesOf(codes, locale) {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const { compare } = new Intl.Collator(locale);
  const countries = [];
  for (let at = 0; at < codes.length; at += 2) {
    const code = codes.slice(at, at + 2);
    countries.push({ code, name: names.of(code.toUpperCase()) });
  }
  return countries.sort((a, b) => compare(a.name, b.name));
}
