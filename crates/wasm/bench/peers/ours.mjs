// This package, with the rules that the peers have.

import { createValidator } from '../../pkg/index.js';
import { TODAY } from '../rules.mjs';

export const by = (rules) => {
  const validator = createValidator(rules);
  const options = { today: TODAY };
  return {
    validate: (profile) => validator.validate(profile, options),
    name: (value) => validator.validateField('first_name', value),
    date: (value) => validator.validateField('date_of_birth', value, undefined, options),
    country: (value) => validator.validateField('birth_country', value),
    lines: (bytes) => validator.validateNdjson(bytes, options),
  };
};

export default by({ tin: 'basic' });
