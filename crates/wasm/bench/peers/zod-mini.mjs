// zod 4, its small half.

import * as z from 'zod/mini';

import { CHOICES, COUNTRIES, NAME, NOTE, TIN, isBirthDate } from '../rules.mjs';

const name = z.string().check(z.regex(NAME, 'Enter a name in letters'));
const country = z.enum(COUNTRIES, 'Choose a country from the list');
const date = z.string().check(z.refine(isBirthDate, 'Enter your date of birth'));

const profile = z.strictObject({
  first_name: name,
  last_name: name,
  residence_country: country,
  account_opening_reason: z.enum(CHOICES.account_opening_reason, 'Choose why you are opening the account'),
  tax_residence_country: country,
  birth_country: country,
  tax_identification_number: z.string().check(z.regex(TIN, 'Enter your tax identification number')),
  citizen_country: country,
  employment_status: z.enum(CHOICES.employment_status, 'Choose your employment status'),
  date_of_birth: date,
  gender: z.enum(CHOICES.gender, 'Choose your gender'),
  reason: z.string().check(z.regex(NOTE, 'Enter the reason for this change')),
});

const by = (schema) => (value) => {
  const result = schema.safeParse(value);
  return result.success ? { value: result.data } : { issues: result.error.issues };
};
const validate = by(profile);
const one = { name: by(name), date: by(date), country: by(country) };

export default { validate, ...one };
