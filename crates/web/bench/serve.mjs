// One kind of server for everybody: files from memory, compressed with brotli beforehand, and the
// two calls that the forms make.

import { once } from "node:events";
import { readFile, readdir } from "node:fs/promises";
import http from "node:http";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync } from "node:zlib";

/** The profile that is stored. */
export const STORED = {
  first_name: "Ada", last_name: "Lovelace", residence_country: "in", account_opening_reason: "hedging",
  tax_residence_country: "in", birth_country: "in", tax_identification_number: "UX-1989389",
  citizen_country: "in", employment_status: "retired", date_of_birth: "1969-09-19", gender: "female",
};

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Alone among pages, so that the browser's clock is as fine as it can be. */
const ALONE = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Serves a folder on a free port; returns its address, its files' sizes and how to stop it. */
export async function serve(folder) {
  const files = new Map();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = `/${relative(folder, path).split(sep).join("/")}`;
    files.set(name, { type: TYPES[extname(name)], body: brotliCompressSync(await readFile(path)) });
  }
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    if (pathname === "/client/profile" && request.headers.authorization) {
      response.writeHead(200, { "Content-Type": "application/json", ETag: '"1"', ...ALONE });
      const meta = { endpoint: pathname, method: request.method, timing: 1 };
      response.end(JSON.stringify({ data: [STORED], meta }));
      return;
    }
    const file = files.get(pathname === "/" ? "/index.html" : pathname);
    if (!file) {
      response.writeHead(404, ALONE).end();
      return;
    }
    response.writeHead(200, {
      "Content-Type": file.type ?? "application/octet-stream",
      "Content-Encoding": "br",
      "Content-Length": file.body.length,
      ...ALONE,
    });
    response.end(file.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    bytes: (name) => files.get(name)?.body.length,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
