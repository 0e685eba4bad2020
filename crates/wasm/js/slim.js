// The package without its module: bring the bytes, or a compiled module.

export * from './api.js';
export { init, initSync } from './engine.js';
