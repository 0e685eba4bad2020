// typebox 1: schemas compiled to functions.

import Type from 'typebox';
import { Compile } from 'typebox/compile';

import { CHOICES, COUNTRIES, NAME, NOTE, TIN, isBirthDate } from '../rules.mjs';

const name = Type.String({ pattern: NAME });
const country = Type.Enum(COUNTRIES);
const date = Type.Refine(Type.String(), isBirthDate);

const profile = Type.Object(
  {
    first_name: name,
    last_name: name,
    residence_country: country,
    account_opening_reason: Type.Enum(CHOICES.account_opening_reason),
    tax_residence_country: country,
    birth_country: country,
    tax_identification_number: Type.String({ pattern: TIN }),
    citizen_country: country,
    employment_status: Type.Enum(CHOICES.employment_status),
    date_of_birth: date,
    gender: Type.Enum(CHOICES.gender),
    reason: Type.String({ pattern: NOTE }),
  },
  { additionalProperties: false },
);

const by = (schema) => {
  const check = Compile(schema);
  return (value) =>
    check.Check(value)
      ? { value }
      : {
          issues: check.Errors(value).map(({ instancePath, message }) => ({ path: [instancePath.slice(1)], message })),
        };
};

export default { validate: by(profile), name: by(name), date: by(date), country: by(country) };
