// The peer: the same operation as a Node service would have it. Token, rules, one durable
// transaction with a history row, the changed record as the answer.
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
  CREATE TABLE token (hash BLOB PRIMARY KEY, client INTEGER NOT NULL) STRICT;
  CREATE TABLE profile (client INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    record TEXT NOT NULL) STRICT;
  CREATE TABLE history (id INTEGER PRIMARY KEY, client INTEGER NOT NULL, at TEXT NOT NULL,
    reason TEXT, old TEXT NOT NULL, new TEXT NOT NULL) STRICT;`);
database.prepare("INSERT INTO token VALUES (?, 1)").run(hash(token));
database.prepare("INSERT INTO profile VALUES (1, 1, '{}')").run();

const name = z.string().trim().min(1).max(50);
const country = z.string().regex(/^[A-Za-z]{2}$/).transform((code) => code.toLowerCase());
const change = z.object({
  first_name: name,
  last_name: name,
  residence_country: country,
  account_opening_reason: z.enum(["speculative", "income_earning", "hedging", "peer_to_peer_exchange", "additional_revenue", "savings"]),
  tax_residence_country: country,
  birth_country: country,
  tax_identification_number: z.string().trim().min(1).max(25),
  citizen_country: country,
  employment_status: z.enum(["employed", "self_employed", "student", "unemployed", "retired"]),
  date_of_birth: z.iso.date(),
  gender: z.enum(["male", "female", "other"]),
  reason: z.string().trim().max(255).optional(),
}).partial();

const clientOf = database.prepare("SELECT client FROM token WHERE hash = ?").pluck();
const profileOf = database.prepare("SELECT version, record FROM profile WHERE client = ?");
const update = database.prepare("UPDATE profile SET version = ?, record = ? WHERE client = ?");
const remember = database.prepare("INSERT INTO history (client, at, reason, old, new) VALUES (?, ?, ?, ?, ?)");
const store = database.transaction((client, { reason, ...fields }) => {
  const { version, record } = profileOf.get(client);
  const merged = { ...JSON.parse(record), ...fields };
  const text = JSON.stringify(merged);
  update.run(version + 1, text, client);
  remember.run(client, new Date().toISOString(), reason ?? null, record, text);
  return { version: version + 1, merged };
});

const service = Fastify({ logger: false });
service.put("/client/profile", (request, reply) => {
  const client = clientOf.get(hash(request.headers.authorization ?? ""));
  if (client === undefined) return reply.code(401).send({ errors: [{ code: "Unauthorized" }] });
  const checked = change.safeParse(request.body);
  if (!checked.success) return reply.code(400).send({ errors: checked.error.issues });
  const { version, merged } = store.immediate(client, checked.data);
  return reply.header("etag", `"${version}"`).send({ data: merged });
});
console.log(await service.listen({ host: "127.0.0.1", port: 0 }));
