// The real service, on a free port, with a database of its own.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const binary = process.env.CLIENT_PROFILE_BIN ?? join(root, "target/debug/client-profile");
/** The page as it is shipped. */
export const DIST = process.env.CLIENT_PROFILE_DIST ?? join(root, "dist");
const run = promisify(execFile);

/** What the gallery is made of. */
export const FIXTURES = JSON.parse(await readFile(join(root, "crates/web/gallery/states.json"), "utf8"));


const FIELDS = [
  "first_name", "last_name", "residence_country", "account_opening_reason", "tax_residence_country",
  "birth_country", "tax_identification_number", "citizen_country", "employment_status", "date_of_birth",
  "gender", "reason",
];

/** The documentation's example, as it is sent. */
export const DOCUMENTED = Object.fromEntries(FIELDS.map((field) => [field, FIXTURES.record[field]]));

/** A port that is free now. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

/** That address, as soon as a service answers there; nothing when it ends before. */
async function answers(address, child) {
  while (child.exitCode === null) {
    if (await fetch(`${address}/livez`).catch(() => null)) return address;
    await setTimeout(20);
  }
}

/** Starts the service, without a log when `quiet`; `stop` ends it and takes its database away. */
export async function startService({ demo = false, args = [], database: kept, assets = DIST, quiet = false } = {}) {
  const folder = kept ? null : await mkdtemp(join(tmpdir(), "client-profile-e2e-"));
  const database = kept ?? join(folder, "profiles.db");
  const listen = `127.0.0.1:${quiet ? await freePort() : 0}`;
  const child = spawn(
    binary,
    ["serve", "--listen", listen, "--database", database, "--assets", assets]
      .concat(quiet ? ["--log", "off"] : [])
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
    if (quiet) child.once("spawn", () => answers(`http://${listen}`, child).then((address) => address && resolve(address)));
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
