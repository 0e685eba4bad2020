// The rules that every peer implements: what `createValidator({ tin: 'basic' })` asks of values
// that are in canonical form. Words and countries come from the package's own tables.

import { countries, fields } from '../pkg/index.js';

export const TODAY = '2026-11-23';

/** Dates of birth of people from 18 to 120 years of age on that day. */
export const BORN = { first: '1905-11-24', last: '2008-11-23' };

export const COUNTRIES = countries('en').map(({ code }) => code).sort();
export const CHOICES = Object.fromEntries(
  fields.filter(({ choices }) => choices).map(({ name, choices }) => [name, choices]),
);
export const FIELDS = fields.map(({ name }) => name);

/** Letters of any script and what stands between them; at least one letter. */
export const NAME = /^(?=.*\p{L})[\p{L}\p{M}'\u2018\u2019\u02bb\u02bc\u2010\u2011\u00b7. -]{1,100}$/u;
export const TIN = /^[A-Za-z0-9Ññ ./+&()-]{1,25}$/;
/** No control characters save line breaks and tabs, no bidi controls. */
export const NOTE = /^[^\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]{1,255}$/u;
export const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether there is such a day, and its people are of the age. */
export function isBirthDate(text) {
  if (!DATE.test(text)) return false;
  const year = +text.slice(0, 4);
  const month = +text.slice(5, 7);
  const day = +text.slice(8, 10);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days && text >= BORN.first && text <= BORN.last;
}
