// The boot script speaks for the page while it cannot: no WebAssembly, a slow start, an error
// inside. What was typed stays to be copied, credentials do not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { connect, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import { DOCUMENTED } from "./kit/service.js";
import { openForm } from "./kit/ways.js";

const kit = useKit();

test("a failed load is said, in the page's language, and loading again works", async () => {
  const page = await openPage(kit.browser);
  kit.proxy.fail = (entry, { response }) => {
    if (!entry.path.endsWith(".wasm")) return false;
    response.writeHead(502);
    response.end();
    return true;
  };
  await page.goto(`${kit.proxy.address}/?lang=es`);
  await page.getByRole("heading", { name: "No se pudo cargar la página" }).waitFor();
  kit.proxy.fail = null;
  await page.getByRole("button", { name: "Cargar la página de nuevo" }).click();
  await page.locator("#token").waitFor();
  assert.equal(await page.locator("#trouble").count(), 0);
  await page.context().close();
});

for (const reducedMotion of ["no-preference", "reduce"]) {
  test(`without the script that speaks for it, the page says in the end to load it again (motion: ${reducedMotion})`, async () => {
    const page = await openPage(kit.browser, { reducedMotion });
    kit.proxy.fail = (entry, { response }) => {
      if (!entry.path.includes("boot")) return false;
      response.writeHead(502).end();
      return true;
    };
    await page.goto(kit.proxy.address);
    const late = page.getByText("If nothing else comes, load the page again.");
    await late.waitFor({ state: "attached" });
    assert.equal(await late.isVisible(), false, "as long as something may come");
    await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
    assert.equal(await late.isVisible(), true);
    await page.context().close();
  });
}

test("without its words the page says that it could not be loaded", async () => {
  const page = await openPage(kit.browser);
  kit.proxy.fail = (entry, { response }) => {
    if (!entry.path.includes("/locales/")) return false;
    response.writeHead(502).end();
    return true;
  };
  await page.goto(kit.proxy.address);
  await page.getByRole("heading", { name: "The page could not be loaded" }).waitFor();
  kit.proxy.fail = null;
  await page.getByRole("button", { name: "Load the page again" }).click();
  await page.locator("#token").waitFor();
  await page.context().close();
});

test("another page in the place of its words is no words", async () => {
  const page = await openPage(kit.browser);
  kit.proxy.fail = (entry, { response }) => {
    if (!entry.path.includes("/locales/")) return false;
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>\n<meta name = x>\nSign in");
    return true;
  };
  await page.goto(kit.proxy.address);
  await page.getByRole("heading", { name: "The page could not be loaded" }).waitFor();
  await page.context().close();
});

const NO_SETTINGS = [
  ["an error", (response) => response.writeHead(503, { "content-type": "application/json" }).end("{}")],
  ["a broken connection", (response) => response.destroy()],
  ["another page in its place", (response) => response.writeHead(200, { "content-type": "text/html" }).end("Sign in")],
  ["something else in JSON", (response) => response.writeHead(200).end('["Sign in"]')],
  ["an address that is none", (response) => response.writeHead(200).end('{"api_base":{"host":"api.example"}}')],
];

for (const [what, answer] of NO_SETTINGS) {
  test(`settings that do not come, but ${what}: nothing is asked of a place that was guessed`, async () => {
    const page = await openPage(kit.browser);
    const asked = () => kit.proxy.seen.filter(({ path }) => path.includes("/client/"));
    let fails = Infinity;
    kit.proxy.fail = (entry, { response }) => {
      if (!entry.path.endsWith("/config.json") || fails === 0) return false;
      fails -= 1;
      answer(response);
      return true;
    };
    await page.goto(`${kit.proxy.address}/?lang=es`);
    await page.getByRole("heading", { name: "No se pudo cargar la página" }).waitFor();
    assert.equal(await page.locator("#token").count(), 0);
    assert.deepEqual(asked(), []);
    // Once is not enough to give up.
    fails = 1;
    await page.getByRole("button", { name: "Cargar la página de nuevo" }).click();
    await page.locator("#token").waitFor();
    assert.equal(fails, 0);
    assert.ok(asked().every(({ isApi }) => isApi === (kit.setting === "another")));
    await page.context().close();
  });
}

test("a deployment without settings has its API beside the page", async () => {
  const page = await openPage(kit.browser);
  kit.proxy.fail = (entry, { response }) => {
    if (!entry.path.endsWith("/config.json")) return false;
    response.writeHead(404).end();
    return true;
  };
  const rules = page.waitForRequest(/\/client\/profile\/rules$/);
  await page.goto(kit.proxy.address);
  await page.locator("#token").waitFor();
  assert.equal((await rules).url(), `${kit.proxy.address}/client/profile/rules`);
  await page.context().close();
});

test("an API at the root of the page's origin is asked there, whatever path the page has", async () => {
  const page = await openPage(kit.browser);
  kit.proxy.change = (answer, { path }) => {
    if (!path.endsWith("/config.json")) return;
    answer.body = Buffer.from('{"api_base":"/"}');
    answer.headers["content-length"] = String(answer.body.length);
  };
  const asked = (path) => page.waitForRequest((request) => request.url() === `${kit.proxy.origin}/client/profile${path}`);
  const [rules, profile] = [asked("/rules"), asked("")];
  await connect(page, kit.proxy.address, "token");
  await Promise.all([rules, profile]);
  await page.context().close();
});

test("what is said in English, because the words did not come, is marked as English", async () => {
  for (const [missing, heading, marked] of [
    [".txt", "The page could not be loaded", ["en", "ltr"]],
    [".wasm", "تعذر تحميل الصفحة", ["ar", "rtl"]],
  ]) {
    const page = await openPage(kit.browser);
    kit.proxy.fail = (entry, { response }) => {
      if (!entry.path.endsWith(missing)) return false;
      response.writeHead(502).end();
      return true;
    };
    await page.goto(`${kit.proxy.address}/?lang=ar`);
    await page.getByRole("heading", { name: heading }).waitFor();
    for (const selector of ["#trouble", "body"]) {
      const marks = (element) => [element.closest("[lang]").lang, element.closest("[dir]").dir];
      assert.deepEqual(await page.locator(selector).evaluate(marks), marked, `${missing}, ${selector}`);
    }
    await page.context().close();
  }
});

test("a page that the browser brings back has forgotten the person, unless something is unsaved", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  const bringBack = () => page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await page.locator("#first_name").fill("Grace");
  await bringBack();
  await page.locator("#first_name").fill("Grace Brewster");
  assert.equal(await page.locator("#first_name").inputValue(), "Grace Brewster");
  await page.locator("#first_name").fill("API");
  await Promise.all([page.waitForEvent("load"), bringBack()]);
  await page.locator("#token").waitFor();
  assert.equal(await page.locator("#first_name").count(), 0);
  await page.context().close();
});

test("a slow start is said after 20 seconds, and goes away when the page stands", async () => {
  const page = await openPage(kit.browser);
  await page.clock.install();
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  kit.proxy.fail = async (entry) => {
    if (entry.path.endsWith(".wasm")) await held;
    return false;
  };
  // Everything but the program is there.
  const words = page.waitForResponse(/\/locales\/en\.txt$/);
  await page.goto(kit.proxy.address);
  await (await words).finished();
  await page.getByText("The form is being loaded.").waitFor();
  await page.clock.fastForward(21_000);
  await page.getByRole("heading", { name: "The page is still loading" }).waitFor();
  release();
  await page.locator("#token").waitFor();
  assert.equal(await page.locator("#trouble").count(), 0);
  kit.proxy.fail = null;
  await page.context().close();
});

test("after an error inside, what was typed is there to copy", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#first_name").fill("Grace Brewster");
  await page.locator("#reason").fill("a long story");
  // The next thing the program asks of the browser fails in a way that it cannot go on from.
  await page.evaluate(() => {
    Date.now = () => {
      throw new Error("planted");
    };
  });
  await page.locator("#last_name").press("x");
  await page.getByRole("heading", { name: "The page has stopped working" }).waitFor();
  const kept = await page.locator("#typed").inputValue();
  for (const line of ["First name: Grace Brewster", "Reason for this change: a long story", "Gender: Male", "Country of residence: India", "Date of birth, Year: 1969"]) {
    assert.ok(kept.includes(line), line);
  }
  assert.equal(await page.locator("#first_name").count(), 0, "nothing looks as if it still worked");
  assert.deepEqual(page.violations, []);
  await page.context().close();
});

test("stopped on the review, what would have been saved is there to copy", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a long\nstory");
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.locator("#save").waitFor();
  await page.evaluate(() => globalThis.clientProfile.stopped());
  const kept = await page.locator("#typed").inputValue();
  assert.equal(kept, "First name: Grace\nReason for this change: a long\nstory");
  // What still runs may stop again.
  await page.evaluate(() => globalThis.clientProfile.stopped());
  assert.equal(await page.locator("#typed").inputValue(), kept);
  assert.equal(await page.locator("main").count(), 1);
  await page.context().close();
});

test("a page that stops says so in the language that was chosen", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#language").selectOption("ar");
  await page.waitForFunction(() => document.documentElement.lang === "ar");
  await page.evaluate(() => globalThis.clientProfile.stopped());
  const trouble = page.locator("#trouble");
  assert.deepEqual([await trouble.getAttribute("lang"), await trouble.getAttribute("dir")], ["ar", "rtl"]);
  assert.match(await trouble.innerText(), /توقفت/);
  await page.context().close();
});

test("a page that a browser translates stops in the language that it had", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  // As browsers mark what they have translated.
  await page.evaluate(() => {
    document.documentElement.lang = "de";
    globalThis.clientProfile.stopped();
  });
  assert.equal(await page.locator("#trouble").getAttribute("lang"), "en");
  await page.context().close();
});

test("a press that has no end while the page is loaded does not keep it from starting", async () => {
  const page = await openPage(kit.browser);
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => dispatchEvent(new MouseEvent("mousedown")));
  });
  await page.goto(kit.proxy.address);
  await page.locator("#token").waitFor();
  await page.context().close();
});

test("stopped where a token is asked for, what waits for it is there to copy", async () => {
  const { browser, proxy } = kit;
  const page = await openPage(browser);
  await openForm(page, kit);
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a story");
  await page.getByRole("button", { name: "Review changes" }).click();
  proxy.fail = async ({ method }, { response }) => {
    if (method !== "PUT") return false;
    response.writeHead(401);
    response.end();
    return true;
  };
  await page.locator("#save").dispatchEvent("click");
  await page.getByLabel("Token").fill("a secret");
  // Some programs show what is typed unseen.
  await page.locator("#token").evaluate((control) => { control.type = "text"; });
  await page.evaluate(() => globalThis.clientProfile.stopped());
  const kept = await page.locator("#typed").inputValue();
  assert.equal(kept, "First name: Grace\nReason for this change: a story");
  await page.context().close();
});

/** Errors as browsers tell them: whose WebAssembly they come of. `FORM` stands for our files. */
const STACKS = [
  [false, "made by a script, Chromium", "RuntimeError: x\n    at https://o.example/other.js:1:9"],
  [false, "made by a script, Firefox and Safari", "run@https://o.example/other.js:1:9\n@https://o.example/other.js:2:1\n"],
  [
    false,
    "another module, Chromium",
    "RuntimeError: unreachable\n    at https://o.example/other.wasm:wasm-function[0]:0x1e\n    at run (https://o.example/other.js:1:9)",
  ],
  [
    false,
    "another module without a file, Chromium",
    "RuntimeError: unreachable\n    at wasm://wasm/5f1c2b6a:wasm-function[0]:0x1e\n    at run (https://o.example/other.js:1:9)",
  ],
  [false, "another module, Firefox", "@https://o.example/other.wasm:wasm-function[0]:0x1e\nrun@https://o.example/other.js:1:9\n"],
  [false, "another module, Safari", "<?>.wasm-function[0]@[wasm code]\nwasm-stub@[wasm code]\nrun@https://o.example/other.js:1:9"],
  [true, "ours, Chromium", "RuntimeError: unreachable\n    at FORM.wasm:wasm-function[12]:0x1e\n    at run (FORM.js:1:9)"],
  [true, "ours, Chromium, without the script", "RuntimeError: unreachable\n    at FORM.wasm:wasm-function[12]:0x1e"],
  [true, "ours, not compiled from its file", "RuntimeError: unreachable\n    at wasm://wasm/5f1c2b6a:wasm-function[0]:0x1e\n    at run (FORM.js:1:9)"],
  [true, "ours, Firefox", "@FORM.wasm:wasm-function[12]:0x1e\nrun@FORM.js:1:9\n"],
  [true, "ours, Safari", "<?>.wasm-function[12]@[wasm code]\nwasm-stub@[wasm code]\nrun@FORM.js:1:9"],
  [true, "perhaps ours: WebAssembly and nothing else", "RuntimeError: unreachable\n    at wasm://wasm/5f1c2b6a:wasm-function[0]:0x1e"],
  [true, "perhaps ours: nothing is told", "RuntimeError: unreachable"],
];

test("an error of another WebAssembly module is none of ours, one of ours stops the page", async () => {
  const page = await openPage(kit.browser);
  const tell = (stack) =>
    page.evaluate((stack) => {
      const { wasm, js } = document.getElementById("boot").dataset;
      const of = (path) => new URL(path, document.baseURI).href;
      const told = stack.replaceAll("FORM.wasm", of(wasm)).replaceAll("FORM.js", of(js));
      const error = Object.assign(new WebAssembly.RuntimeError("unreachable"), { stack: told });
      dispatchEvent(new ErrorEvent("error", { error }));
      return document.getElementById("trouble") !== null;
    }, stack);
  await page.goto(kit.proxy.address);
  await page.locator("#token").waitFor();
  for (const [ours, what, stack] of STACKS) {
    assert.equal(await tell(stack), ours, what);
    if (!ours) continue;
    await page.reload();
    await page.locator("#token").waitFor();
  }
  // Really another one's, in the browser at hand.
  await page.route("**/other.js", (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: `
        const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
        const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
        Promise.reject(new WebAssembly.RuntimeError("made"));
        setTimeout(() => exports.f());`,
    }),
  );
  let errors = 0;
  const both = page.waitForEvent("pageerror", () => ++errors === 2);
  await page.evaluate(() => import("./other.js"));
  await both;
  assert.equal(await page.locator("#trouble").count(), 0);
  assert.equal(await page.locator("#token").count(), 1);
  await page.context().close();
});

test("a token is never among what is offered to copy", async () => {
  const page = await openPage(kit.browser);
  await page.goto(kit.proxy.address);
  await page.locator("#token").fill("secret-token");
  await page.evaluate(() => globalThis.clientProfile.stopped());
  await page.getByRole("heading", { name: "The page has stopped working" }).waitFor();
  assert.ok(!(await page.locator("body").innerHTML()).includes("secret-token"));
  assert.equal(await page.locator("#typed").count(), 0);
  await page.context().close();
});

test("without JavaScript the page says what it needs", async () => {
  const page = await (await kit.browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(kit.proxy.address);
  assert.match(await page.locator("noscript").innerText(), /needs JavaScript/);
  assert.equal(await page.locator("h1:visible").count(), 1, "and not that it is being loaded");
  await page.context().close();
});

test("a page around it can connect it", async () => {
  const token = await kit.service.client();
  const page = await openPage(kit.browser);
  await page.goto(kit.proxy.address);
  await page.locator("#token").waitFor();
  const give = (text) => page.evaluate((text) => globalThis.clientProfile.connect(text), text);
  for (const text of ["ключ", "two words", "Bearer two words", "Basic eDp5"]) assert.equal(await give(text), false, text);
  assert.equal(await give(token), true);
  await page.locator("#first_name").waitFor();
  // As the wire has it, too: handed over, and typed.
  await page.reload();
  await page.locator("#token").waitFor();
  assert.equal(await give(`Bearer ${token}`), true);
  await page.locator("#first_name").waitFor();
  assert.equal(kit.proxy.calls("GET").at(-1).headers.authorization, `Bearer ${token}`);
  await page.reload();
  await page.locator("#token").fill(`bearer ${token}`);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.locator("#first_name").waitFor();
  await page.context().close();
});

for (const [lacks, take] of [
  ["WebAssembly", () => delete globalThis.WebAssembly],
  ["what came with what its module needs", () => delete AbortSignal.timeout],
]) test(`a browser without ${lacks} is said to be too old, in the page's language, and stays it`, async () => {
  const page = await openPage(kit.browser);
  await page.clock.install();
  await page.addInitScript(take);
  await page.goto(`${kit.proxy.address}/?lang=es`);
  const words = page.getByRole("heading", { name: "Este navegador es demasiado antiguo para esta página" });
  await words.waitFor();
  await page.clock.fastForward(21_000);
  assert.ok(await words.isVisible());
  assert.equal(await page.locator("h1").count(), 1);
  await page.context().close();
});

test("stopped while somebody else's change is decided upon, what was typed is there to copy", async () => {
  const page = await openPage(kit.browser);
  const token = await openForm(page, kit);
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a story");
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.locator("#save").waitFor();
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  await page.locator("#save").dispatchEvent("click");
  await page.getByRole("heading", { name: "This profile was changed meanwhile" }).waitFor();
  await page.evaluate(() => globalThis.clientProfile.stopped());
  const kept = await page.locator("#typed").inputValue();
  assert.equal(kept, "First name: Grace\nReason for this change: a story");
  await page.context().close();
});
