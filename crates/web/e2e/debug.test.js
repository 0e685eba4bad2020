// What a build for debugging has and the released page has not: the gallery, and a way to plant a
// real panic.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";

import { openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import { DIST, FIXTURES, startService } from "./kit/service.js";
import { enter } from "./kit/ways.js";
import { startProxy } from "./kit/proxy.js";

const DEBUG =
  process.env.CLIENT_PROFILE_DEBUG_DIST ??
  fileURLToPath(new URL("../../../target/xtask/page-debug", import.meta.url));

const kit = useKit();
const debug = {};

before(async () => {
  debug.service = await startService({ assets: DEBUG });
  debug.proxy = await startProxy();
  debug.proxy.pages = debug.service;
});

after(async () => {
  await debug.proxy?.stop();
  await debug.service?.stop();
});

test("the released page has no gallery and no way to plant anything", async () => {
  const names = await readdir(DIST, { recursive: true });
  assert.deepEqual(names.filter((name) => /gallery|state\.html|states\.json/.test(name)), []);
  for (const path of ["gallery", "gallery/", "gallery/index.html", "state.html"]) {
    assert.equal((await fetch(`${kit.service.address}/${path}`)).status, 404, path);
  }
  const has = async (folder) => {
    const parts = (await readdir(folder)).filter((name) => /\.(js|wasm)$/.test(name));
    const texts = await Promise.all(parts.map((name) => readFile(join(folder, name), "latin1")));
    return texts.some((text) => /planted|plant_panic/.test(text));
  };
  assert.equal(await has(DIST), false);
  assert.equal(await has(DEBUG), true, "where it is, it is found");
});

test("the gallery lists every state, each a link to the page in that state, under the same policy", async () => {
  const page = await openPage(kit.browser);
  const answer = await page.goto(`${debug.proxy.address}/gallery`);
  const policy = async (path) => (await fetch(`${kit.service.address}${path}`)).headers.get("content-security-policy");
  assert.equal(answer.headers()["content-security-policy"], await policy("/"));
  const listed = await page.locator("tr").evaluateAll((rows) => rows.map((row) => row.cells[1].textContent));
  assert.deepEqual(listed, FIXTURES.states.map(({ name }) => name));
  const row = page.locator("tr", { hasText: "twelve-errors" });
  await row.getByRole("link", { name: "العربية" }).click();
  await page.locator('html[data-state="twelve-errors"][dir="rtl"]').waitFor();
  assert.equal(await page.locator("#summary a").count(), 12);
  assert.deepEqual(page.violations, []);
  assert.deepEqual(page.noise, []);
  await page.context().close();
});

test("after a panic the page says so, and what was typed is there to copy", async () => {
  const page = await openPage(kit.browser);
  const token = await debug.service.client();
  await enter(page, debug, token, "es");
  await page.locator("#first_name").fill("Grace Brewster");
  await page.locator("#reason").fill("una larga historia");
  await page.evaluate(async () => {
    const { js } = document.getElementById("boot").dataset;
    const code = await import(new URL(js, document.baseURI).href);
    code.plant_panic();
  });
  assert.equal(await page.locator("#trouble").count(), 0);
  await page.locator("#last_name").press("x");
  await page.getByRole("heading", { name: "La página dejó de funcionar" }).waitFor();
  const kept = await page.locator("#typed").inputValue();
  for (const line of ["Nombre: Grace Brewster", "una larga historia", "1969"]) assert.ok(kept.includes(line), kept);
  assert.equal(await page.evaluate(() => document.activeElement.id), "trouble");
  assert.equal(await page.locator("#app").count(), 0, "nothing looks as if it still worked");
  assert.deepEqual(page.violations, []);
  for (const text of page.noise) assert.doesNotMatch(text, /Grace|historia/, "nothing typed on the console");
  await page.context().close();
});
