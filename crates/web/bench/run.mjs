// `node run.mjs DIST OUTPUT`: our page and its peers, each loaded and typed into by turns in a fresh
// browser context. Prints a section of docs/BENCHMARKS.md.
//
// The gate comes first: the same messages for the same mistakes, or no figures.

import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";

import { buildPeers } from "./build.mjs";
import { armKey, message, watchStart } from "./page.mjs";
import { STORED, serve } from "./serve.mjs";

const [dist, output] = process.argv.slice(2);

const RUNS = 5;
/** How often each of the keys is pressed in a run. */
const ACTS = 12;
const SLOWER = 4;
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};

const OURS = "client-profile";
const NAMES = {
  [OURS]: "client-profile, the whole application",
  react: "React, react-hook-form, zod: the bare form",
  svelte: "Svelte, rules by hand: the bare form",
  solid: "Solid, rules by hand: the bare form",
};

const LETTER = "First name must have a letter";
const DIGITS = "First name must not have digits";

/** Field, what is typed into it, and what is then said. */
const GATE = [
  ["first_name", "-", LETTER],
  ["last_name", "R2D2", "Last name must not have digits"],
  ["first_name", "Ada <b>", "First name must be made of letters, spaces, hyphens and apostrophes; if it already looks right, type it again rather than paste it"],
  ["first_name", "a".repeat(101), "First name must be 100 characters or fewer"],
  ["tax_identification_number", "1".repeat(26), "Tax identification number must be 25 characters or fewer"],
  ["reason", "x".repeat(256), "Reason for this change must be 255 characters or fewer"],
  ["first_name", "Zoë", ""],
  ["last_name", "O’Brien", ""],
];

/** What stands in the first name and is told, then keys and what each changes the message to. */
const SHOWN = [
  ["-", LETTER, [["4", DIGITS], ["Backspace", LETTER]]],
  ["A4", DIGITS, [["Backspace", ""]]],
];
const KEYS = SHOWN.flatMap(([, , keys]) => keys).length;

/** Why each bar is missed, where it is. */
const BYTES =
  "The bytes: built without them, the module is 27 KB smaller for the rules and their tables (tax numbers of 193 countries, names in every script), and a page of one Leptos signal and one effect is 17 KB, half of that Rust's standard library. The screens, the flows of saving and what binds them to the browser are the rest.";
const READY =
  "Ready: at this speed a kilobyte takes 5 ms, so that what is too many bytes is too much time; the words, which are fetched when the language is known, come beside the module and cost nothing more. What follows is the processor's: compiling the module, and its first screen.";
const LATENCY =
  "The latency: each key has all rules of the field checked in WebAssembly, with what depends on other fields, and its words filled in.";

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const p90 = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length * 0.9)];

async function open(browser, address) {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.addInitScript(watchStart, STORED.first_name);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", NETWORK);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.goto(address);
  await page.waitForFunction(() => globalThis.bench.seen.filled !== null);
  return { page, devtools, close: () => context.close() };
}

/** Types a value into a field and leaves it, as a person does. */
async function typeAndLeave(page, field, text) {
  await page.locator(`#${field}`).fill(text);
  await page.locator(`#${field}`).blur();
}

async function says(page, field, expected) {
  const arrived = page.waitForFunction(
    ([source, field, expected]) => new Function(`return ${source}`)()(field) === expected,
    [message.toString(), field, expected],
    { timeout: 5_000 },
  );
  await arrived.catch(async () => {
    const said = await page.evaluate(message, field);
    throw new Error(`${page.url()} says “${said}” where “${expected}” is right for ${field}`);
  });
}

async function gate(page) {
  for (const [field, text, expected] of GATE) {
    await typeAndLeave(page, field, text);
    await says(page, field, expected);
  }
}

/** Milliseconds from each key to the message. */
async function type(page) {
  const latencies = [];
  for (const [text, told, keys] of Array(ACTS).fill(SHOWN).flat()) {
    await typeAndLeave(page, "first_name", text);
    await says(page, "first_name", told);
    await page.locator("#first_name").focus();
    await page.keyboard.press("End");
    for (const [key, expected] of keys) {
      await page.evaluate(armKey, "first_name");
      await page.keyboard.press(key);
      latencies.push(await page.evaluate(() => globalThis.bench.latency));
      await says(page, "first_name", expected);
    }
  }
  return latencies;
}

/** Name and compressed size of each file that was loaded, the page itself first. */
async function loaded(page, server) {
  const paths = await page.evaluate(() =>
    [location.href, ...performance.getEntriesByType("resource").map(({ name }) => name)].map(
      (address) => new URL(address).pathname,
    ),
  );
  const names = new Set(paths.map((path) => (path === "/" ? "/index.html" : path)));
  return [...names].map((name) => [name, server.bytes(name)]).filter(([, bytes]) => bytes !== undefined);
}

/** The largest of what our page loads, by kind. */
function kind(name) {
  if (name.endsWith(".wasm")) return "WebAssembly";
  if (name.endsWith(".css")) return "styles";
  if (name.startsWith("/locales/")) return "words";
  return name.endsWith(".js") ? "JavaScript" : "the rest";
}

const round = (number, digits = 0) => number.toFixed(digits);
const grouped = (number) => number.toLocaleString("en-US");

async function measure() {
  const places = { [OURS]: dist, ...(await buildPeers(output)) };
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
  });
  const peers = [];
  try {
    for (const [id, folder] of Object.entries(places)) {
      peers.push({ id, server: await serve(folder), ready: [], filled: [], medians: [], p90s: [] });
    }
    for (const peer of peers) {
      const { page, close } = await open(browser, peer.server.address);
      peer.files = await loaded(page, peer.server);
      await gate(page);
      await close();
    }
    for (let run = 0; run < RUNS; run += 1) {
      for (let turn = 0; turn < peers.length; turn += 1) {
        const peer = peers[(run + turn) % peers.length];
        const { page, close } = await open(browser, peer.server.address);
        const { ready, filled } = await page.evaluate(() => globalThis.bench.seen);
        const latencies = await type(page);
        peer.ready.push(ready);
        peer.filled.push(filled);
        peer.medians.push(median(latencies));
        peer.p90s.push(p90(latencies));
        await close();
      }
    }
    return peers;
  } finally {
    await browser.close();
    for (const { server } of peers) server.stop();
  }
}

function section(peers, versions) {
  const of = Object.fromEntries(
    peers.map((peer) => [
      peer.id,
      {
        bytes: peer.files.reduce((sum, [, bytes]) => sum + bytes, 0),
        ready: median(peer.ready),
        filled: median(peer.filled),
        median: median(peer.medians),
        p90: median(peer.p90s),
      },
    ]),
  );
  const [ours, react, solid] = [of[OURS], of.react, of.solid];
  const rows = peers.map(({ id }) => {
    const { bytes, ready, filled, median, p90 } = of[id];
    return `| ${NAMES[id]} | ${grouped(bytes)} | ${round(ready)} | ${round(ready / react.ready, 2)} | ${round(filled)} | ${round(filled / react.filled, 2)} | ${round(median, 2)} | ${round(p90, 2)} | ${round(median / solid.median, 2)} |`;
  });
  const kinds = new Map();
  for (const [name, bytes] of peers.find(({ id }) => id === OURS).files) {
    kinds.set(kind(name), (kinds.get(kind(name)) ?? 0) + bytes);
  }
  const parts = [...kinds].sort(([, a], [, b]) => b - a).map(([name, bytes]) => `${name} ${grouped(bytes)}`);
  const bars = [
    ["bytes of the whole application, one language", ours.bytes, 80_000, grouped, BYTES],
    ["ready / React", ours.ready / react.ready, 0.75, (ratio) => round(ratio, 2), READY],
    ["key to message / Solid", ours.median / solid.median, 1.1, (ratio) => round(ratio, 2), LATENCY],
  ];
  const verdicts = bars.map(
    ([what, figure, bar, shown]) =>
      `| ${what} | ${shown(figure)} | <= ${shown(bar)} | ${figure <= bar ? "met" : "missed"} |`,
  );
  const causes = bars.filter(([, figure, bar]) => figure > bar).map(([, , , , cause]) => `\n\n${cause}`);
  return `Medians of ${RUNS} loads by turns in headless Chromium, each in a fresh context: the processor ${SLOWER} times slower, 1.6 Mbit/s, 150 ms a request; the same server, everything compressed with brotli. ${versions}. The peers have the 12 fields, messages on leaving a field that follow the input from then on, and the rules as far as such forms have them; no tax table, review, conflict screen, languages or failure cases. A peer is timed only if it says the same of ${GATE.length} values.

Bytes are of all files loaded, compressed. Ready: the first control takes input (of our page that for the token). Filled: the form holds the record that the service answered with; our page gets its token from a page around it as soon as it takes one. Key to message: from the key to the other words in the document, ${ACTS * KEYS} keys a run, two of three replacing a message, one removing it.

| page | bytes | ready ms | of React | filled ms | of React | key to message, median ms | p90 ms | median, of Solid |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join("\n")}

Our bytes: ${parts.join(", ")}.

| | figure | bar | |
| --- | ---: | ---: | --- |
${verdicts.join("\n")}${causes.join("")}`;
}

const { dependencies } = JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8"));
const told = ["react", "react-hook-form", "zod", "svelte", "solid-js"];
console.log(section(await measure(), told.map((name) => `${name} ${dependencies[name]}`).join(", ")));
