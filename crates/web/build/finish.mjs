// Finishes what Trunk built: one catalogue a language, made of the rules' words and the page's; and
// the gallery, when it was built for debugging.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { addGallery } from "../gallery/build.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const rulesWords = join(root, "crates/core/messages");
const pageWords = join(root, "crates/web/messages");
const dist = process.env.TRUNK_STAGING_DIR ?? join(root, "dist");
const out = join(dist, "locales");

/** The lines of a catalogue that say something. */
async function lines(folder, name) {
  const text = await readFile(join(folder, name), "utf8");
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

await mkdir(out, { recursive: true });
for (const name of await readdir(pageWords)) {
  const all = [...(await lines(rulesWords, name)), ...(await lines(pageWords, name))];
  await writeFile(join(out, name), `${all.join("\n")}\n`);
}

if (process.env.TRUNK_PROFILE === "debug") await addGallery(dist);
