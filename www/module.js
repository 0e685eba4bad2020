// The client-profile package in plain JavaScript: two calls, no build step.

import { fields, validate, validateField } from './npm/index.js';

const EXAMPLE = {
  first_name: 'API',
  last_name: 'doge',
  residence_country: 'in',
  account_opening_reason: 'hedging',
  tax_residence_country: 'in',
  birth_country: 'in',
  tax_identification_number: 'UX-1989389',
  citizen_country: 'in',
  employment_status: 'retired',
  date_of_birth: '1969-09-19',
  gender: 'male',
  reason: 'api test',
};

const element = (id) => document.getElementById(id);
const show = (id, result) => {
  element(id).value = JSON.stringify(result, null, 2);
};

/** What stands in the text area, as far as it is JSON. */
function profile() {
  try {
    return { read: JSON.parse(element('profile').value) };
  } catch (error) {
    return { error: error.message };
  }
}

function checkProfile() {
  const { read, error } = profile();
  if (error) {
    element('profile-took').textContent = `Not JSON yet: ${error}`;
    element('profile-result').value = '';
  } else {
    const start = performance.now();
    const result = validate(read);
    const took = performance.now() - start;
    element('profile-took').textContent = `Checked in ${took.toFixed(1)} ms`;
    show('profile-result', result);
  }
  checkField();
}

function checkField() {
  show('value-result', validateField(element('field').value, element('value').value, profile().read));
}

for (const { name } of fields) element('field').append(new Option(name));
element('profile').value = JSON.stringify(EXAMPLE, null, 2);
element('field').value = 'date_of_birth';
element('value').value = '1969-09-31';
element('profile').addEventListener('input', checkProfile);
element('field').addEventListener('change', checkField);
element('value').addEventListener('input', checkField);
checkProfile();
