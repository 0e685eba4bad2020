// arktype 2.

import { type } from 'arktype';

import { CHOICES, COUNTRIES, NAME, NOTE, TIN, isBirthDate } from '../rules.mjs';

const name = type(NAME);
const country = type.enumerated(...COUNTRIES);
const date = type.string.narrow((value, context) => isBirthDate(value) || context.mustBe('your date of birth'));

const profile = type({
  '+': 'reject',
  first_name: name,
  last_name: name,
  residence_country: country,
  account_opening_reason: type.enumerated(...CHOICES.account_opening_reason),
  tax_residence_country: country,
  birth_country: country,
  tax_identification_number: TIN,
  citizen_country: country,
  employment_status: type.enumerated(...CHOICES.employment_status),
  date_of_birth: date,
  gender: type.enumerated(...CHOICES.gender),
  reason: NOTE,
});

const by = (schema) => (value) => {
  const result = schema(value);
  return result instanceof type.errors
    ? { issues: result.map(({ path, message }) => ({ path: [...path], message })) }
    : { value: result };
};

export default { validate: by(profile), name: by(name), date: by(date), country: by(country) };
