// The peer: the same operation as a Node service would have it. A token that is looked up and may
// have ended, rules for all 12 fields, one durable transaction that compares the version and adds
// a row of history, the documented answer with its ETag.
import { createHash } from "node:crypto";
import Database from "better-sqlite3";
import Fastify from "fastify";
import { z } from "zod";

const [file, token] = process.argv.slice(2);
const hash = (text) => createHash("sha256").update(text).digest();

const database = new Database(file);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`
  CREATE TABLE tokens (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, client_id INTEGER NOT NULL,
    expires_time TEXT) STRICT;
  CREATE TABLE profiles (client_id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    record TEXT NOT NULL) STRICT;
  CREATE TABLE history (client_id INTEGER NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL,
    actor TEXT NOT NULL, reason TEXT, old_values TEXT, new_values TEXT,
    PRIMARY KEY (client_id, version)) STRICT, WITHOUT ROWID;`);
database.prepare("INSERT INTO tokens VALUES (1, ?, 1, '9999-12-31')").run(hash(token));
const first = { client_id: 1, address_id: null, staff_identifier: null, reason: null,
  created_time: new Date().toISOString(), updated_time: null };
database.prepare("INSERT INTO profiles VALUES (1, 1, ?)").run(JSON.stringify(first));

const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
const letters = [..."abcdefghijklmnopqrstuvwxyz"];
const countries = new Set(letters.flatMap((a) => letters.map((b) => a + b))
  .filter((code) => regions.of(code.toUpperCase()) !== undefined));
const name = z.string().trim().min(1).max(100).regex(/^[\p{L}\p{M}' ’.-]+$/u);
const country = z.string().trim().toLowerCase().refine((code) => countries.has(code));
const change = z.strictObject({
  first_name: name,
  last_name: name,
  residence_country: country,
  account_opening_reason: z.enum(["speculative", "income_earning", "hedging", "peer_to_peer_exchange",
    "additional_revenue", "savings"]),
  tax_residence_country: country,
  birth_country: country,
  tax_identification_number: z.string().trim().min(1).max(25).regex(/^[A-Za-z0-9./ -]+$/),
  citizen_country: country,
  employment_status: z.enum(["employed", "self_employed", "student", "unemployed", "retired"]),
  date_of_birth: z.iso.date(),
  gender: z.enum(["male", "female", "other"]),
  reason: z.string().trim().min(1).max(255),
});

const clientOf = database.prepare(
  "SELECT client_id, id FROM tokens WHERE hash = ? AND (expires_time IS NULL OR expires_time > ?)");
const profileOf = database.prepare("SELECT version, record FROM profiles WHERE client_id = ?");
const update = database.prepare("UPDATE profiles SET version = ?, record = ? WHERE client_id = ?");
const remember = database.prepare("INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)");
const store = database.transaction(({ client_id, id }, expected, fields, now) => {
  const { version, record } = profileOf.get(client_id);
  if (expected !== undefined && expected !== `"${version}"`) return undefined;
  const after = { ...JSON.parse(record), ...fields, updated_time: now };
  const text = JSON.stringify(after);
  update.run(version + 1, text, client_id);
  remember.run(client_id, version + 1, now, `token:${id}`, fields.reason, record, text);
  return { version: version + 1, after };
});

const service = Fastify({ logger: false, bodyLimit: 16384 });
service.put("/client/profile", (request, reply) => {
  const started = performance.now();
  const now = new Date().toISOString();
  const meta = () => ({ endpoint: "/client/profile", method: "PUT",
    timing: Math.floor(performance.now() - started) });
  const refuse = (status, errors) => reply.code(status).send({ errors, meta: meta() });
  const caller = clientOf.get(hash(request.headers.authorization ?? ""), now);
  if (caller === undefined) return refuse(401, [{ status: 401, code: "Unauthorized" }]);
  const checked = change.safeParse(request.body);
  if (!checked.success) return refuse(400, checked.error.issues);
  const done = store.immediate(caller, request.headers["if-match"], checked.data, now);
  if (done === undefined) return refuse(412, [{ status: 412, code: "PreconditionFailed" }]);
  return reply.header("etag", `"${done.version}"`).send({ data: [done.after], meta: meta() });
});
console.log(await service.listen({ host: "127.0.0.1", port: 0 }));
