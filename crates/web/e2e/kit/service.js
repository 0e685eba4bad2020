// The real service, on a free port, with a database of its own; and a proxy before it that sees
// what the browser sends and can make the network fail.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const binary = process.env.CLIENT_PROFILE_BIN ?? join(root, "target/debug/client-profile");
const dist = process.env.CLIENT_PROFILE_DIST ?? join(root, "dist");
const run = promisify(execFile);

/** The documentation's example. */
export const DOCUMENTED = {
  first_name: "API",
  last_name: "doge",
  residence_country: "in",
  account_opening_reason: "hedging",
  tax_residence_country: "in",
  birth_country: "in",
  tax_identification_number: "UX-1989389",
  citizen_country: "in",
  employment_status: "retired",
  date_of_birth: "1969-09-19",
  gender: "male",
  reason: "api test",
};

/** Starts the service; `stop` ends it and takes its database away. */
export async function startService({ demo = false, args = [], database: kept } = {}) {
  const folder = kept ? null : await mkdtemp(join(tmpdir(), "client-profile-e2e-"));
  const database = kept ?? join(folder, "profiles.db");
  const child = spawn(
    binary,
    ["serve", "--listen", "127.0.0.1:0", "--database", database, "--assets", dist]
      .concat(demo ? ["--demo"] : [])
      .concat(args),
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const said = [];
  const address = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        const found = line.match(/http:\/\/127\.0\.0\.1:\d+/);
        if (found) resolve(found[0]);
      });
    }
    child.once("exit", (code) => reject(new Error(`serve ended with ${code}: ${said.join("\n")}`)));
  });
  const service = {
    address,
    database,
    said,
    /** A token for a new client, or for another one of the same. */
    async token(client) {
      const who = client === undefined ? [] : ["--client", String(client)];
      const { stdout } = await run(binary, ["token", "issue", "--database", database, ...who]);
      return stdout.trim().split("\n").at(-1);
    },
    /** The number of the newest token, and its client's. */
    async newestToken() {
      const { stdout } = await run(binary, ["token", "list", "--database", database]);
      const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
      const [id, client] = rows.filter(([id]) => id > 0).sort(([a], [b]) => b - a)[0];
      return { id, client };
    },
    /** Ends a token. */
    async revoke(id) {
      await run(binary, ["token", "revoke", "--database", database, String(id)]);
    },
    /** Calls the API, past the proxy. */
    async call(method, token, body, headers = {}) {
      const answer = await fetch(`${address}/client/profile`, {
        method,
        headers: { Authorization: token, "Content-Type": "application/json", ...headers },
        body: body && JSON.stringify(body),
      });
      return { status: answer.status, tag: answer.headers.get("etag"), json: await answer.json() };
    },
    /** A token whose client has this profile. */
    async client(profile = DOCUMENTED) {
      const token = await service.token();
      const { reason, ...created } = profile;
      const { status } = await service.call("POST", token, created);
      if (status !== 200) throw new Error(`POST gave ${status}`);
      return token;
    },
    async stop() {
      if (child.exitCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      if (folder) await rm(folder, { recursive: true, force: true });
    },
  };
  return service;
}

/**
 * Stands between browser and service. `seen` holds every request; `fail` may answer in the
 * service's place: it gets the request and `{ response, forward }` and returns true when it did.
 * `change` may change what the service answered; `under` is a folder that it stands under.
 */
export async function startProxy(service) {
  const seen = [];
  const proxy = { seen, fail: null, change: null, under: null };
  const target = new URL(service.address);
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const under = proxy.under ?? "";
    const path = request.url.startsWith(under) ? request.url.slice(under.length) : request.url;
    const entry = {
      method: request.method,
      path,
      headers: request.headers,
      body: body.toString(),
    };
    seen.push(entry);
    const forward = () =>
      new Promise((resolve) => {
        // The service knows itself by its own address.
        const headers = { ...request.headers, host: target.host };
        // Compressing a large debug build takes longer than a browser waits.
        delete headers["accept-encoding"];
        if (headers.origin) headers.origin = target.origin;
        const onward = http.request(
          { host: target.hostname, port: target.port, method: request.method, path, headers },
          async (answer) => {
            const parts = [];
            for await (const part of answer) parts.push(part);
            resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) });
          },
        );
        onward.on("error", () => response.destroy());
        onward.end(body);
      });
    if (proxy.fail && (await proxy.fail(entry, { response, forward }))) return;
    const answer = await forward();
    proxy.change?.(answer, entry);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy.address = `http://127.0.0.1:${server.address().port}`;
  /** Requests about the profile by that method. */
  proxy.calls = (method) =>
    seen.filter((entry) => entry.method === method && entry.path.endsWith("/client/profile"));
  proxy.stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return proxy;
}
