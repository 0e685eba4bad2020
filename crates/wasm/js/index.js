// The root of the package: the module inlined, so that everything works at once.

import { startsFrom } from './engine.js';
import bytes from './wasm-bytes.js';

startsFrom(bytes);

export * from './api.js';
export { init } from './engine.js';
