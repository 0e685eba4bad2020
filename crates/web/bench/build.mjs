// Builds the peers for production: one script each, and a page that loads it.

import { transformAsync } from "@babel/core";
import solid from "babel-preset-solid";
import esbuild from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { compile } from "svelte/compiler";

const here = import.meta.dirname;

/** What turns a peer's own language into JavaScript, before esbuild bundles and minifies it. */
const LANGUAGES = {
  react: null,
  svelte: {
    filter: /\.svelte$/,
    translate: async (text, path) =>
      compile(text, { filename: path, generate: "client", dev: false }).js.code,
  },
  solid: {
    filter: /peers\/solid\.jsx$/,
    translate: async (text, path) =>
      (await transformAsync(text, { filename: path, presets: [solid], babelrc: false, configFile: false }))
        .code,
  },
};

const ENTRIES = { react: "react.jsx", svelte: "svelte.js", solid: "solid.jsx" };

const page = (script) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Your client profile</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <script type="module" src="${script}"></script>
  </head>
  <body><div id="app"></div></body>
</html>
`;

async function build(name, folder) {
  const language = LANGUAGES[name];
  const codes = await readFile(join(here, "../../core/data/iso3166.txt"), "utf8");
  const plugin = language && {
    name,
    setup(build) {
      build.onLoad({ filter: language.filter }, async ({ path }) => ({
        contents: await language.translate(await readFile(path, "utf8"), path),
        loader: "js",
      }));
    },
  };
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(here, "peers", ENTRIES[name])],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    conditions: ["browser", "production"],
    define: {
      "process.env.NODE_ENV": '"production"',
      COUNTRY_CODES: JSON.stringify(codes.trim().toLowerCase().split(/\s+/).join(" ")),
    },
    legalComments: "none",
    plugins: plugin ? [plugin] : [],
    write: false,
    outfile: `${name}.js`,
  });
  await mkdir(folder, { recursive: true });
  const [script] = outputFiles;
  await writeFile(join(folder, basename(script.path)), script.contents);
  await writeFile(join(folder, "index.html"), page(basename(script.path)));
}

/** Builds every peer into a folder of its own under `output`; returns where. */
export async function buildPeers(output) {
  const places = {};
  for (const name of Object.keys(ENTRIES)) {
    places[name] = join(output, name);
    await build(name, places[name]);
  }
  return places;
}
