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
  if (running) return;
  const { exports } = new WebAssembly.Instance(module, { js: { nfc } });
  if (!exports.check_lines) throw refused(new Error('these are of another module'));
  running = exports;
}

/** The module's exports, running. */
export function engine() {
  if (!running) {
    if (!ownBytes) throw new Error('Call init() or initSync() of client-profile/slim first');
    startFrom(ownBytes);
  }
  return running;
}

/** Compiles the bytes that `give` returns, and starts the module. */
function startFrom(give) {
  let module;
  try {
    module = new WebAssembly.Module(give());
  } catch (error) {
    throw refused(error);
  }
  start(module);
}

/** What to do about bytes that were not compiled; those of the package are unpacked by some. */
const refused = (error) =>
  new Error(
    `client-profile could not compile its WebAssembly: a content security policy must have 'wasm-unsafe-eval' in script-src; bytes must be those of client-profile.wasm (${error.message})`,
    { cause: error },
  );

/**
 * Compiles without blocking, for those who would rather wait than compile at the first call.
 * @param {*} [source] bytes, a compiled module, a response, or a promise of one of them
 */
export async function init(source) {
  if (running) return;
  source = await source;
  if (source instanceof WebAssembly.Module) return start(source);
  if (typeof Response === 'function' && source instanceof Response) source = await source.arrayBuffer();
  let module;
  try {
    module = await WebAssembly.compile(source ?? ownBytes?.());
  } catch (error) {
    throw refused(error);
  }
  start(module);
}

/**
 * Compiles at once.
 * @param {BufferSource | WebAssembly.Module} source
 */
export function initSync(source) {
  if (source instanceof WebAssembly.Module) start(source);
  else if (!running) startFrom(() => source);
}
