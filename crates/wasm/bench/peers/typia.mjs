// typia, compiled ahead of time by typia.prepare.mjs.

import { NAME, NOTE, TIN, isBirthDate } from '../rules.mjs';

globalThis.rules = {
  name: (text) => NAME.test(text),
  tin: (text) => TIN.test(text),
  note: (text) => NOTE.test(text),
  date: isBirthDate,
};
const { profile, name, date, country } = await import('../.typia/typia.mjs');

const by = (check) => (value) => {
  const result = check(value);
  return result.success
    ? { value: result.data }
    : { issues: result.errors.map(({ path, expected }) => ({ path: [path.slice('$input.'.length)], message: `Give ${expected}` })) };
};

export default { validate: by(profile), name: by(name), date: by(date), country: by(country) };
