// The WebAssembly module: compiled once, at the first call or when asked to.

import * as binding from './binding_bg.js';

/** The exports of the running module. */
let running;

/** Where the bytes come from when nobody brought any: set by the entry point that has them. */
let ownBytes;

/** Lets the module start by itself, from the bytes that `give` returns. */
export function startsFrom(give) {
  ownBytes = give;
}

/** Starts a compiled module. Does nothing when one is running already. */
export function start(module) {
  if (running) return;
  const instance = new WebAssembly.Instance(module, { './binding_bg.js': binding });
  binding.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  running = instance.exports;
}

/** The binding, running. */
export function engine() {
  if (!running) {
    if (!ownBytes) throw new Error('Call init() or initSync() of client-profile/slim first');
    start(new WebAssembly.Module(ownBytes()));
  }
  return binding;
}

/** The module's memory as it is now: it moves when it grows. */
export const memory = () => running.memory.buffer;

/**
 * Compiles without blocking, for those who would rather wait than compile at the first call.
 * @param {*} [source] bytes, a compiled module, a response, or a promise of one of them
 */
export async function init(source) {
  if (running) return;
  source = await (source ?? ownBytes?.());
  if (source instanceof WebAssembly.Module) return start(source);
  if (typeof Response === 'function' && source instanceof Response) source = await source.arrayBuffer();
  start(await WebAssembly.compile(source));
}

/**
 * Compiles at once.
 * @param {BufferSource | WebAssembly.Module} source
 */
export function initSync(source) {
  start(source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source));
}
