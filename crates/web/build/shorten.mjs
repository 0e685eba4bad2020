// Gives what passes between the WebAssembly module and its JavaScript names of one or two letters.
// wasm-bindgen's own end in 16 random digits each, which nothing compresses, and stand in both.

const IMPORTS = 2;
const EXPORTS = 7;
const FUNCTION = 0;
const HEADER = 8;

/** Names that others than the module's JavaScript use. */
const KEPT = new Set(["memory", "main", "connect"]);

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  text() {
    return Buffer.from(this.take(this.number())).toString();
  }
}

function number(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
}

const text = (value) => Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);

/** The nth of a, b … z, aa, ab … */
function nth(index) {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : nth(Math.floor(index / 26) - 1) + letter;
}

/** The module and its JavaScript, under short names. `code` refers to them as members only. */
export function shorten(module, code) {
  const short = new Map();
  const renamed = (name) => {
    if (KEPT.has(name)) return name;
    if (!short.has(name)) short.set(name, `$${nth(short.size)}`);
    return short.get(name);
  };
  const files = new Set();
  const imported = [];
  const reader = new Reader(module, HEADER);
  const parts = [module.subarray(0, HEADER)];
  while (reader.at < module.length) {
    const id = reader.take(1)[0];
    const body = reader.take(reader.number());
    const items = new Reader(body);
    let made = body;
    if (id === IMPORTS || id === EXPORTS) {
      const list = [];
      const count = items.number();
      for (let item = 0; item < count; item += 1) {
        if (id === IMPORTS) {
          const file = items.text();
          files.add(file);
          list.push(text("$"));
        }
        const name = items.text();
        if (id === IMPORTS) imported.push(name);
        list.push(text(renamed(name)));
        const kind = items.take(1)[0];
        if (id === IMPORTS && kind !== FUNCTION) throw new Error("an import is no function");
        list.push(Buffer.from([kind]), number(items.number()));
      }
      made = Buffer.concat([number(count), ...list]);
    }
    parts.push(Buffer.from([id]), number(made.length), made);
  }
  if (files.size !== 1) throw new Error(`imports come from ${[...files]}`);
  const [file] = files;
  let shortened = code.replaceAll(JSON.stringify(file), '"$"');
  // Whole words that no name of the code's own is: a function may have the name of an export.
  const members = /(?<=[{,]\s*|wasm\.)[\w$]+(?=\s*[:(])|(?<=wasm\.)[\w$]+/g;
  shortened = shortened.replace(members, (name) => short.get(name) ?? name);
  for (const name of imported) {
    const by = short.get(name).replace("$", "\\$");
    if (!new RegExp(`(?<![\\w$])${by}\\s*:`).test(shortened)) throw new Error(`${name} is not given`);
  }
  return { module: Buffer.concat(parts), code: shortened };
}
