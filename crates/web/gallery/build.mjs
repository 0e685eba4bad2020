// Puts the gallery beside a page built for debugging: a list of states at gallery/, and state.html,
// which is the page with gallery/state.js before it.

import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const languages = { en: "English", ar: "العربية" };

const escape = (text) => text.replace(/[&<"]/g, (c) => `&#${c.codePointAt(0)};`);

/** The list: a row a state, a link a language. */
function list(states, styles) {
  const links = (name) =>
    Object.entries(languages)
      .map(([tag, own]) => `<a href="../state.html?state=${name}&amp;lang=${tag}" lang="${tag}">${own}</a>`)
      .join(" ");
  const rows = states.map(
    ({ name, about }) =>
      `<tr><th scope="row">${escape(about)}</th><td>${escape(name)}</td><td>${links(name)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en" dir="ltr">
  <head>
    <meta charset="utf-8">
    <title>Gallery – Client profile</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    ${styles.map((style) => style.replace('href="./', 'href="../')).join("\n    ")}
  </head>
  <body>
    <div class="page">
      <header class="top"><p class="name">Client profile</p></header>
      <main>
        <h1>Gallery</h1>
        <p class="lead">Every state that a person can meet, shown by the page itself.</p>
        <table class="gallery"><tbody>
          ${rows.join("\n          ")}
        </tbody></table>
      </main>
    </div>
  </body>
</html>
`;
}

/** Adds the gallery to the page in that folder. */
export async function addGallery(dist) {
  const page = await readFile(join(dist, "index.html"), "utf8");
  const { states } = JSON.parse(await readFile(join(here, "states.json"), "utf8"));
  const boot = page.match(/<script[^>]* id="?boot\b/)?.[0];
  if (boot === undefined) throw new Error(`${dist}/index.html does not start a page`);
  const styles = page.match(/<link[^>]*rel="?(stylesheet|icon)[^>]*>/g) ?? [];
  await mkdir(join(dist, "gallery"), { recursive: true });
  await writeFile(
    join(dist, "state.html"),
    page.replace(boot, `<script src="./gallery/state.js"></script>${boot}`),
  );
  await writeFile(join(dist, "gallery/index.html"), list(states, styles));
  for (const name of ["state.js", "states.json"]) await copyFile(join(here, name), join(dist, "gallery", name));
}
