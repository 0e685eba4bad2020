// The package for workerd, which compiles no bytes but takes modules as they are.

import module from './client-profile.wasm';
import { initSync } from './engine.js';

initSync(module);

export * from './api.js';
export { init } from './engine.js';
