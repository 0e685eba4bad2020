// A deployment's own rules: taken apart into paths and values for the module.

import { makeValidator } from './validator.js';

/**
 * A validator of a deployment's rules. A name that no rule has is refused, or, for rules that may
 * be newer than this package, ignored with one note in the console.
 */
export function createValidator(rules, { unknown = 'error' } = {}) {
  if (typeof rules !== 'object' || rules === null) {
    throw new TypeError('createValidator: give the rules as an object');
  }
  const lines = [];
  takeApart(rules, '', lines);
  const validator = makeValidator(lines.join('\n'), (ignored) => {
    if (ignored.length === 0) return;
    const names = ignored.join(', ');
    if (unknown !== 'ignore') throw new TypeError(`createValidator: there is no rule ${names}`);
    console.warn(`client-profile ignores rules that it does not know: ${names}`);
  });
  validator.open();
  const { describe, open, ...given } = validator;
  return { ...given, fields: describe() };
}

function takeApart(value, path, lines) {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const name of Object.keys(value)) takeApart(value[name], path ? `${path}.${name}` : name, lines);
  } else if (value !== undefined) {
    lines.push(`${path.replace(/[=\n\r]/g, '?')}=${JSON.stringify(value)}`);
  }
}
