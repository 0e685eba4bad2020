// ajv 8: schemas compiled to functions.

import Ajv from 'ajv';

import { CHOICES, COUNTRIES, FIELDS, NAME, NOTE, TIN, isBirthDate } from '../rules.mjs';

const ajv = new Ajv({ allErrors: true, unicodeRegExp: true, formats: { birth_date: isBirthDate } });
const name = { type: 'string', pattern: NAME.source };
const country = { enum: COUNTRIES };
const date = { type: 'string', format: 'birth_date' };
const profile = {
  type: 'object',
  additionalProperties: false,
  required: FIELDS,
  properties: {
    first_name: name,
    last_name: name,
    residence_country: country,
    account_opening_reason: { enum: CHOICES.account_opening_reason },
    tax_residence_country: country,
    birth_country: country,
    tax_identification_number: { type: 'string', pattern: TIN.source },
    citizen_country: country,
    employment_status: { enum: CHOICES.employment_status },
    date_of_birth: date,
    gender: { enum: CHOICES.gender },
    reason: { type: 'string', pattern: NOTE.source },
  },
};

const by = (schema) => {
  const check = ajv.compile(schema);
  return (value) =>
    check(value)
      ? { value }
      : {
          issues: check.errors.map(({ instancePath, params, message }) => ({
            path: [params.missingProperty ?? params.additionalProperty ?? instancePath.slice(1)],
            message,
          })),
        };
};

export default { validate: by(profile), name: by(name), date: by(date), country: by(country) };
