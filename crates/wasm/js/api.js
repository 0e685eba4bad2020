// What the package gives, whichever way its module comes.

import { makeValidator } from './validator.js';

const standard = makeValidator();

export const { validate, validateField } = standard;
export { setMessages } from './messages.js';
export { fields } from './tables.js';
