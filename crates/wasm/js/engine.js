// The WebAssembly module: compiled once, at the first call or when asked to.

/** The exports of the running module. */
let running;

/** Where the bytes come from when nobody brought any: set by the entry point that has them. */
let ownBytes;

/** Lets the module start by itself, from the bytes that `give` returns. */
export function startsFrom(give) {
  ownBytes = give;
}

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = /* @__PURE__ */ new TextEncoder();

/** Writes as much of `text` as there is room for; returns the bytes written and units read. */
export const encodeInto = (text, bytes) => encoder.encodeInto(text, bytes);

/** Text at an address. */
export const textAt = (address, length) => utf8.decode(new Uint8Array(running.memory.buffer, address, length));

/** What the module asks of JavaScript: Unicode Normalization Form C. */
const nfc = (from, length, to, room) =>
  encodeInto(textAt(from, length).normalize(), new Uint8Array(running.memory.buffer, to, room)).written;

/** Starts a compiled module. Does nothing when one is running already. */
export function start(module) {
  running ??= new WebAssembly.Instance(module, { js: { nfc } }).exports;
}

/** The module's exports, running. */
export function engine() {
  if (!running) {
    if (!ownBytes) throw new Error('Call init() or initSync() of client-profile/slim first');
    start(new WebAssembly.Module(ownBytes()));
  }
  return running;
}

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
