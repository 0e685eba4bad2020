// Finishes what Trunk built: one catalogue a language, made of the rules' words and the page's; and
// for release everything that a first visit loads in as few bytes and requests as it takes, for
// debugging the gallery.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const rulesWords = join(root, "crates/core/messages");
const pageWords = join(root, "crates/web/messages");
const out = process.env.TRUNK_STAGING_DIR ?? join(root, "dist");
const locales = join(out, "locales");

/** The lines of a catalogue that say something. */
async function lines(folder, name) {
  const text = await readFile(join(folder, name), "utf8");
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

await mkdir(locales, { recursive: true });
for (const name of await readdir(pageWords)) {
  const all = [...(await lines(rulesWords, name)), ...(await lines(pageWords, name))];
  await writeFile(join(locales, name), `${all.join("\n")}\n`);
}

if (process.env.TRUNK_PROFILE === "debug") {
  const { addGallery } = await import("../gallery/build.mjs");
  await addGallery(out);
} else {
  const { pack } = await import("./pack.mjs");
  await pack(out);
}
