// valibot 1.

import * as v from 'valibot';

import { CHOICES, COUNTRIES, NAME, NOTE, TIN, isBirthDate } from '../rules.mjs';

const name = v.pipe(v.string(), v.regex(NAME, 'Enter a name in letters'));
const country = v.picklist(COUNTRIES, 'Choose a country from the list');
const date = v.pipe(v.string(), v.check(isBirthDate, 'Enter your date of birth'));

const profile = v.strictObject({
  first_name: name,
  last_name: name,
  residence_country: country,
  account_opening_reason: v.picklist(CHOICES.account_opening_reason, 'Choose why you are opening the account'),
  tax_residence_country: country,
  birth_country: country,
  tax_identification_number: v.pipe(v.string(), v.regex(TIN, 'Enter your tax identification number')),
  citizen_country: country,
  employment_status: v.picklist(CHOICES.employment_status, 'Choose your employment status'),
  date_of_birth: date,
  gender: v.picklist(CHOICES.gender, 'Choose your gender'),
  reason: v.pipe(v.string(), v.regex(NOTE, 'Enter the reason for this change')),
});

const by = (schema) => (value) => {
  const result = v.safeParse(schema, value);
  return result.success
    ? { value: result.output }
    : { issues: result.issues.map(({ path, message }) => ({ path: path?.map(({ key }) => key) ?? [], message })) };
};

export default { validate: by(profile), name: by(name), date: by(date), country: by(country) };
