// The main job, end to end: connect, see what is stored, change it, review, save, and find it on
// the page and in the database.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, connect, fill, held, message, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import { startProxy } from "./kit/proxy.js";
import { DOCUMENTED, startService } from "./kit/service.js";

const kit = useKit();

/** Another stored profile, so that the documentation's example is a change. */
const STORED = { ...DOCUMENTED, first_name: "Ada", last_name: "Lovelace", employment_status: "student" };

test("the documented update, from connecting to the stored record", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.client(STORED);
  const page = await openPage(browser);
  await connect(page, proxy.address, token, "exclusion-key");
  await page.getByRole("heading", { name: "Your client profile" }).waitFor();
  await arrived(page, "first_name");
  assert.deepEqual(await held(page), { ...STORED, reason: "" }, "the form holds what is stored");

  proxy.seen.length = 0;
  await page.locator("#first_name").fill("API 1");
  assert.equal(await message(page, "first_name"), null, "no first message while typing");
  await page.locator("#last_name").focus();
  assert.equal(await message(page, "first_name"), "First name must not have digits");
  await page.locator("#first_name").fill("API");
  assert.equal(await message(page, "first_name"), null, "gone on the keystroke that fixes it");

  await page.locator("#date_of_birth-day").fill("31");
  await page.locator("#date_of_birth-month").fill("February");
  await page.locator("#date_of_birth-year").fill("1969");
  await page.locator("#reason").focus();
  assert.equal(
    await message(page, "date_of_birth"),
    "Enter your date of birth as a real date",
    "a wrong date is told before any request",
  );
  assert.equal(await page.locator("#date_of_birth-day").getAttribute("aria-invalid"), "true");
  assert.equal(await page.locator("#date_of_birth-year").getAttribute("aria-invalid"), null);
  assert.equal(proxy.seen.length, 0, "and there was none");

  await fill(page, DOCUMENTED);
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("heading", { name: "Review your changes" }).waitFor();
  const review = await page.locator(".changes").innerText();
  for (const text of ["Ada", "API", "Lovelace", "doge", "Student", "Retired", "api test"]) {
    assert.ok(review.includes(text), `${text} is in the review`);
  }
  assert.ok(!review.includes("Hedging"), "what stays the same is not");

  const save = page.getByRole("button", { name: "Save changes" });
  await save.evaluate((button) => {
    for (let click = 0; click < 100; click += 1) button.click();
  });
  await page.getByRole("heading", { name: "Saved" }).waitFor();

  const puts = proxy.calls("PUT");
  assert.equal(puts.length, 1, "a hundred clicks make one PUT");
  const [put] = puts;
  assert.equal(put.headers.authorization, token);
  assert.equal(put.headers["x-client-id"], "exclusion-key");
  assert.match(put.headers["content-type"], /^application\/json/);
  assert.deepEqual(JSON.parse(put.body), DOCUMENTED, "all 12 keys and nothing else");

  const rows = await page
    .locator("#record tr")
    .evaluateAll((rows) => rows.map((row) => row.dataset.name));
  // Another process on the same file: what it tells comes from SQLite.
  const reader = await startService({ database: service.database });
  const stored = await reader.call("GET", token);
  await reader.stop();
  assert.equal(rows.length, 17);
  assert.deepEqual(rows, Object.keys(stored.json.data[0]));
  const shown = await page.locator("#record").innerText();
  for (const text of ["API", "doge", "India", "Hedging", "UX-1989389", "September 19, 1969"]) {
    assert.ok(shown.includes(text), `${text} is on the page`);
  }
  const meta = await page.locator("#meta").innerText();
  for (const text of ["Endpoint", "/client/profile", "PUT", "ms"]) assert.ok(meta.includes(text), text);
  await page.getByText("The answer as JSON").click();
  const raw = JSON.parse(await page.locator("#raw").innerText());
  for (const [name, value] of Object.entries(DOCUMENTED)) {
    assert.equal(raw.data[0][name], value);
    assert.equal(stored.json.data[0][name], value, "and it is stored");
  }
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.getByRole("button", { name: "Copied", exact: true }).waitFor();
  assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), raw);
  assert.deepEqual(page.violations, []);
  assert.deepEqual(page.noise, []);
  await page.context().close();
});

test("without a client id the header is absent, and nothing different means nothing is sent", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.client();
  const page = await openPage(browser);
  proxy.seen.length = 0;
  await connect(page, proxy.address, token);
  const nothing = page.getByText("Nothing is different from what is stored");
  await page.getByRole("button", { name: "Review changes" }).click();
  await nothing.waitFor();
  await page.getByRole("button", { name: "Back to the form" }).click();
  assert.equal(await message(page, "reason"), null, "without a change no reason is asked for");
  await page.locator("#reason").fill("nothing,\nreally");
  await page.getByRole("button", { name: "Review changes" }).click();
  await nothing.waitFor();
  assert.equal(proxy.calls("PUT").length, 0);
  await page.getByRole("button", { name: "Back to the form" }).click();
  assert.equal(await page.locator("#reason").inputValue(), "nothing,\nreally");
  await page.locator("#first_name").fill("Zoë");
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Save changes" }).dispatchEvent("click");
  await page.getByRole("heading", { name: "Saved" }).waitFor();
  assert.equal(await page.locator("#record tr[data-name=reason] td").innerText(), "nothing,\nreally");
  assert.equal(proxy.calls("PUT").length, 1);
  for (const call of [...proxy.calls("GET"), ...proxy.calls("PUT")]) {
    assert.ok(!("x-client-id" in call.headers));
  }
  await page.context().close();
});

test("a token that is not taken is asked for again, and nothing typed is lost", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.client(STORED);
  const page = await openPage(browser);
  await connect(page, proxy.address, "no-such-token");
  await page.getByRole("heading", { name: "The token was not accepted" }).waitFor();
  await page.getByText("Check that you copied the whole token").waitFor();
  await page.getByLabel("Token").fill(token);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("married");

  const { id, client } = await service.newestToken();
  await service.revoke(id);
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Save changes" }).dispatchEvent("click");
  await page.getByRole("heading", { name: "The token was not accepted" }).waitFor();
  const another = await service.token(client);
  await page.getByLabel("Token").fill(another);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByRole("heading", { name: "Saved" }).waitFor();
  const { json } = await service.call("GET", another);
  assert.equal(json.data[0].first_name, "Grace");
  assert.equal(json.data[0].reason, "married");
  await page.context().close();
});

test("what the server refuses is told at its field until the field differs", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.client(STORED);
  const page = await openPage(browser);
  await connect(page, proxy.address, token);
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("x");
  await page.getByRole("button", { name: "Review changes" }).click();
  // The rules are the same on both sides, so a stricter server is made of what is sent.
  proxy.fail = async (entry, { response }) => {
    if (entry.method !== "PUT") return false;
    const changed = { ...JSON.parse(entry.body), reason: "", last_name: "4" };
    const answer = await service.call("PUT", token, changed);
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.json));
    return true;
  };
  await page.getByRole("button", { name: "Save changes" }).dispatchEvent("click");
  await page.getByRole("heading", { name: "There is a problem" }).waitFor();
  proxy.fail = null;
  assert.equal(await message(page, "last_name"), "Last name must not have digits");
  assert.equal(await message(page, "reason"), "Enter the reason for this change");
  assert.match(await page.title(), /^Error: /);
  assert.equal(await page.evaluate(() => document.activeElement.id), "summary");
  await page.locator("#last_name").fill("Hopper");
  assert.equal(await message(page, "last_name"), null);
  await page.locator("#last_name").fill("Lovelace");
  assert.equal(await page.locator("#first_name").inputValue(), "Grace");
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Save changes" }).dispatchEvent("click");
  await page.getByRole("heading", { name: "Saved" }).waitFor();
  await page.context().close();
});

test("a demonstration connects by itself", async () => {
  const demo = await startService({ demo: true });
  const before = await startProxy();
  before.pages = demo;
  try {
    const page = await openPage(kit.browser);
    await page.goto(before.address);
    await page.locator("#first_name").waitFor();
    assert.deepEqual(await held(page), { ...DOCUMENTED, reason: "" });
    await page.context().close();
  } finally {
    await before.stop();
    await demo.stop();
  }
});
