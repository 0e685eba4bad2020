// What a first visit loads, packed: the styles in one file, the scripts minified, and what passes
// between the module and its JavaScript under short names.

import esbuild from "esbuild";
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { shorten } from "./shorten.mjs";

const PAGE = "index.html";
const STYLE = /\s*<link rel="stylesheet" href="\.\/([\w.-]+\.css)"[^>]*>/g;
const BOOT = "boot.js";
const OLDEST = ["chrome111", "edge111", "firefox115", "safari16.4"];

/** Puts a file under the name of its kind and contents; returns that name. */
async function keep(folder, stem, extension, contents) {
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 16);
  const name = `${stem}-${hash}${extension}`;
  await writeFile(join(folder, name), contents);
  return name;
}

/** One file of styles for all, in their order; the page names it once. */
async function styles(folder, page) {
  const found = [...page.matchAll(STYLE)];
  const texts = await Promise.all(found.map(([, name]) => readFile(join(folder, name), "utf8")));
  const { code } = await esbuild.transform(texts.join("\n"), { loader: "css", minify: true, target: OLDEST });
  const name = await keep(folder, "page", ".css", code);
  for (const [, old] of found) await rm(join(folder, old));
  const [first, ...others] = found.map(([link]) => link);
  const link = first.replace(/<link.*/s, `<link rel="stylesheet" href="./${name}">`);
  return others.reduce((page, other) => page.replace(other, ""), page.replace(first, link));
}

/** The module and its JavaScript under short names, and only what the boot script takes of it. */
async function module(folder, page) {
  const [, wasm] = page.match(/data-wasm="\.\/([\w.-]+\.wasm)"/);
  const [, script] = page.match(/data-js="\.\/([\w.-]+\.js)"/);
  const short = shorten(await readFile(join(folder, wasm)), await readFile(join(folder, script), "utf8"));
  await writeFile(join(folder, script), short.code);
  const { outputFiles } = await esbuild.build({
    stdin: { contents: `export { default, connect } from "./${script}";`, resolveDir: folder },
    bundle: true,
    minify: true,
    format: "esm",
    target: OLDEST,
    write: false,
  });
  const [{ contents }] = outputFiles;
  await Promise.all([wasm, script].map((old) => rm(join(folder, old))));
  const [newWasm, newScript] = [
    await keep(folder, "form", ".wasm", short.module),
    await keep(folder, "form", ".js", contents),
  ];
  return page.replaceAll(wasm, newWasm).replaceAll(script, newScript);
}

/** Packs what Trunk left in a folder. */
export async function pack(folder) {
  let page = await readFile(join(folder, PAGE), "utf8");
  page = await styles(folder, page);
  page = await module(folder, page);
  const boot = await readFile(join(folder, BOOT), "utf8");
  const { code } = await esbuild.transform(boot, { minify: true, target: OLDEST });
  await writeFile(join(folder, BOOT), code);
  await writeFile(join(folder, PAGE), page);
}
