// The WebAssembly module: compiled once, at the first call or when asked to.

/** The compiled module, and an instance of it that runs. */
let compiled;
let running;

/** Where the bytes come from when nobody brought any: set by the entry point that has them. */
let ownBytes;

/** Lets the module start by itself, from the bytes that `give` returns. */
export function startsFrom(give) {
  ownBytes = give;
}

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = /* @__PURE__ */ new TextEncoder();
// Whoever changes it later changes nothing here.
const { normalize } = String.prototype;

/** Writes as much of `text` as there is room for; returns the bytes written and units read. */
export const encodeInto = (text, bytes) => encoder.encodeInto(text, bytes);

/** An instance of the module. */
class Engine {
  constructor(module) {
    /**
     * Whether somebody is at work. Nobody is when a call comes, unless one before it was cut off:
     * by the end of the stack or of memory, or by whoever ended a program that took too long. What
     * it left behind is not to be trusted, and another instance takes the place of this.
     */
    this.isBusy = false;
    // What the module asks of JavaScript: Unicode Normalization Form C.
    const nfc = (from, length, to, room) =>
      encodeInto(normalize.call(this.textAt(from, length)), new Uint8Array(this.exports.memory.buffer, to, room)).written;
    try {
      this.exports = new WebAssembly.Instance(module, { js: { nfc } }).exports;
      if (!this.exports.check_lines) throw new Error('these are of another module');
    } catch (error) {
      throw refused(error);
    }
  }

  /** Text at an address. */
  textAt(address, length) {
    return utf8.decode(new Uint8Array(this.exports.memory.buffer, address, length));
  }
}

/** Starts a compiled module. Does nothing when one is running already. */
function start(module) {
  if (running) return;
  running = new Engine(module);
  compiled = module;
}

/** An instance of the module, nobody at work in it. */
export function engine() {
  if (running?.isBusy) running = undefined;
  if (!running && compiled) {
    start(compiled);
  } else if (!running) {
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

/** Whether it is compiled already. */
const isModule = (source) => typeof WebAssembly === 'object' && source instanceof WebAssembly.Module;

/** What to do about bytes that were not compiled; those of the package are unpacked by some. */
function refused(error) {
  // The end of the stack, or of memory, says nothing of the module. Firefox has an error of its own for it.
  if (error instanceof RangeError || error?.name === 'InternalError') return error;
  return new Error(
    typeof WebAssembly === 'object'
      ? `client-profile could not compile its WebAssembly: a content security policy must have 'wasm-unsafe-eval' in script-src; bytes must be those of client-profile.wasm (${error.message})`
      : 'client-profile needs WebAssembly, which is not there',
    { cause: error },
  );
}

/** A path, or nothing at all, can be no bytes. */
function checkBytes(source, name) {
  if (typeof source === 'object' && source !== null) return;
  throw new TypeError(`${name}: give the bytes of client-profile.wasm, or the module compiled of them`);
}

/**
 * Compiles without blocking, for those who would rather wait than compile at the first call.
 * @param {*} [source] bytes, a compiled module, a response, or a promise of one of them
 */
export async function init(source) {
  // Nobody else waits for it: what fails is told of, whether it is needed or not.
  source = await source;
  if (running) return;
  if (isModule(source)) return start(source);
  // A response, of whatever realm: to name the class is to have Node load all that it fetches with.
  if (typeof source?.arrayBuffer === 'function') {
    if (source.ok === false) throw new Error(`client-profile did not get its WebAssembly: the server answered ${source.status}`);
    source = await source.arrayBuffer();
  }
  const give = source == null && ownBytes ? ownBytes : () => source;
  if (give !== ownBytes) checkBytes(source, 'init');
  let module;
  try {
    module = await WebAssembly.compile(give());
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
  if (isModule(source)) return start(source);
  if (running) return;
  checkBytes(source, 'initSync');
  startFrom(() => source);
}
