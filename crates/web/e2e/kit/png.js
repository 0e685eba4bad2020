// Makes a screenshot smaller: at most 256 colours, which is what it looks like anyway. A picture in
// a repository stays there for good.

import zlib from "node:zlib";

const SIGNATURE = 8;
const MOST_COLOURS = 256;

/** Width, height and pixels of an 8-bit picture without transparency, as browsers write it. */
function read(png) {
  let [width, height] = [0, 0];
  const data = [];
  for (let at = SIGNATURE; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") {
      [width, height] = [content.readUInt32BE(0), content.readUInt32BE(4)];
      if (content[8] !== 8 || content[9] !== 2) throw new Error("not 8 bits of red, green, blue");
    }
    if (kind === "IDAT") data.push(content);
    at += 12 + length;
  }
  return { width, height, pixels: unfilter(zlib.inflateSync(Buffer.concat(data)), width * 3, height) };
}

/** Undoes the filters of https://www.w3.org/TR/png/#9Filters. */
function unfilter(raw, row, height) {
  const pixels = Buffer.alloc(row * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (row + 1)];
    for (let x = 0; x < row; x += 1) {
      const at = y * row + x;
      const left = x >= 3 ? pixels[at - 3] : 0;
      const up = y > 0 ? pixels[at - row] : 0;
      const corner = x >= 3 && y > 0 ? pixels[at - row - 3] : 0;
      const near = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      pixels[at] = raw[at + y + 1] + near;
    }
  }
  return pixels;
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** The most frequent colours, and for each colour the place of the nearest of them. */
function palette(colours) {
  const counts = new Map();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const kept = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_COLOURS).map(([colour]) => colour);
  const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
  const places = new Map();
  for (const colour of counts.keys()) {
    const distances = kept.map((other) =>
      parts(other).reduce((sum, part, at) => sum + (part - parts(colour)[at]) ** 2, 0),
    );
    places.set(colour, distances.indexOf(Math.min(...distances)));
  }
  return { table: Buffer.from(kept.flatMap(parts)), places };
}

function chunk(kind, content) {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(zlib.crc32(named));
  return Buffer.concat([length, named, check]);
}

/** The picture with a palette. */
export function smaller(png) {
  const { width, height, pixels } = read(png);
  const colours = new Uint32Array(width * height);
  for (const at of colours.keys()) colours[at] = pixels.readUIntBE(at * 3, 3);
  const { table, places } = palette(colours);
  const lines = Buffer.alloc((width + 1) * height);
  for (const [at, colour] of colours.entries()) lines[at + Math.floor(at / width) + 1] = places.get(colour);
  const header = Buffer.from(png.subarray(SIGNATURE + 8, SIGNATURE + 21));
  header[9] = 3;
  return Buffer.concat([
    png.subarray(0, SIGNATURE),
    chunk("IHDR", header),
    chunk("PLTE", table),
    chunk("IDAT", zlib.deflateSync(lines, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
