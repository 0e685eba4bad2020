// How inputs are laid on the desk: texts byte by byte, accepted values as numbers.

// What stands in place of a length.
export const MISSING = -1;
export const SURROGATE = -2;
export const TOO_LONG = -3;
const NOT_TEXT = -4;
/** This and less: an accepted value by its number. */
export const ACCEPTED = -16;
/** Texts were laid down, or could not be that way. */
export const LAID = 1;
export const FAILED = 0;

/** Up to here a loop is quicker than a call of the encoder. */
const SHORT = 64;

/**
 * Writes a short text; returns where it ends, or -1 for one that is long, or has what is no plain
 * character. By hand: a call of the encoder costs as much as fifty characters.
 */
export function put(bytes, end, text) {
  const { length } = text;
  if (length > SHORT || end + 3 * SHORT > bytes.length) return -1;
  // Nearly always it is ASCII: what is not is seen at the end, and written once more. Four units a
  // turn take a quarter less time than one.
  let all = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    const at = end + i;
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    bytes[at] = a;
    bytes[at + 1] = b;
    bytes[at + 2] = c;
    bytes[at + 3] = d;
    all |= a | b | c | d;
  }
  for (; i < length; i++) {
    const unit = text.charCodeAt(i);
    bytes[end + i] = unit;
    all |= unit;
  }
  return all < 0x80 ? end + length : putAny(bytes, end, text);
}

function putAny(bytes, start, text) {
  let end = start;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[end++] = unit;
    } else if (unit < 0x800) {
      bytes[end++] = 0xc0 | (unit >> 6);
      bytes[end++] = 0x80 | (unit & 63);
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes[end++] = 0xe0 | (unit >> 12);
      bytes[end++] = 0x80 | ((unit >> 6) & 63);
      bytes[end++] = 0x80 | (unit & 63);
    } else {
      // Nobody reads what was written of it, and so nobody wipes it.
      bytes.fill(0, start, start + 3 * text.length);
      return -1;
    }
  }
  return end;
}

/** What stands in place of the length of what is no text. */
export const otherThanText = (value) => (value === undefined ? MISSING : NOT_TEXT);
