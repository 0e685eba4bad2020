// Everything that can go wrong between browser and server, done by a server that really does it.
// After each: nothing typed is lost, and the change is saved exactly once.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, connect, fill, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import { cutOff, startProxy } from "./kit/proxy.js";
import { DOCUMENTED, startService } from "./kit/service.js";
import { enter } from "./kit/ways.js";

const kit = useKit();

const TYPED = { first_name: "Grace", reason: "a new name" };

/** A page with a change reviewed and ready to be saved. */
async function ready(options = {}) {
  const { browser, proxy, service } = kit;
  const token = await service.client();
  if (options.noTags) {
    proxy.change = (answer) => delete answer.headers.etag;
  }
  const page = await openPage(browser);
  await connect(page, proxy.address, token);
  await page.locator("#first_name").fill(TYPED.first_name);
  await page.locator("#reason").fill(TYPED.reason);
  await page.getByRole("button", { name: "Review changes" }).click();
  const save = page.getByRole("button", { name: "Save changes" });
  await save.waitFor();
  proxy.seen.length = 0;
  return {
    page,
    proxy,
    token,
    // Pressed as by a key: a pointer's press so soon after the review came is taken for half of a
    // double click.
    save,
    again: page.getByRole("button", { name: "Save changes" }),
    /** Ends the test: what was typed is stored, once. */
    async saved() {
      await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
      const { json } = await service.call("GET", token);
      assert.equal(json.data[0].first_name, TYPED.first_name);
      assert.equal(json.data[0].reason, TYPED.reason);
      await this.close();
    },
    /** What was typed is still there. */
    async kept() {
      const review = await page.locator(".changes").innerText();
      for (const text of Object.values(TYPED)) assert.ok(review.includes(text), text);
    },
    async close() {
      await page.context().close();
    },
  };
}

/** The same for a server that tells versions and for one that does not. Another origin is a question
 * of headers, so there only the one that sends more of them is asked. */
function bothWays(name, act) {
  const ways = process.env.SETTING === "another" ? [false] : [false, true];
  for (const noTags of ways) test(`${name} (${noTags ? "without ETags" : "with ETags"})`, () => act(noTags));
}

/** A server that answers the first PUT in its own way. */
function once(answer) {
  let left = 1;
  return async (entry, tools) => {
    if (entry.method !== "PUT" || left === 0) return false;
    left -= 1;
    await answer(tools, entry);
    return true;
  };
}

/** The change arrives and is saved; its answer breaks off. */
async function savedAndCutOff({ response, forward }) {
  await forward();
  cutOff(response);
}

const says = (status, body, headers = {}) => ({ response }) => {
  response.writeHead(status, headers);
  response.end(body);
};

const ANSWERS = [
  ["403", says(403, '{"errors":[{"status":403,"code":"Forbidden","message":"no"}]}'), "This token may not do this"],
  ["404", says(404, '{"errors":[{"status":404,"code":"NotFound","message":"no"}]}'), "The server does not know this profile"],
  ["500", says(500, '{"errors":[{"status":500,"code":"InternalError","message":"no"}]}'), "The server has a problem"],
  ["503 as a proxy's page", says(503, "<h1>Down</h1>", { "content-type": "text/html" }), "The server has a problem"],
  ["HTML with 200", says(200, "<!doctype html><p>Sign in to the hotel network", { "content-type": "text/html" }), "The answer could not be read"],
  ["an empty body with 200", says(200, ""), "The answer could not be read"],
  ["a body cut off inside", says(200, '{"data":[{"client_id":1,"first_na'), "The answer could not be read"],
  ["a body cut off on the way", ({ response }) => cutOff(response), "The connection broke"],
  ["problem details", says(400, '{"type":"about:blank","title":"Bad","detail":"The vault is closed"}'), "The vault is closed"],
  ["an error object", says(400, '{"error":{"code":"X","message":"The vault is shut"}}'), "The vault is shut"],
  ["plain text", says(418, "teapot"), "The server did not take the change"],
];

for (const [name, answer, words] of ANSWERS) {
  bothWays(`${name}: said, kept, and saved on the second try`, async (noTags) => {
    const { page, proxy, save, again, saved, kept, close } = await ready({ noTags });
    proxy.fail = once(answer);
    await save.dispatchEvent("click");
    await page.locator("#notice").getByText(words).waitFor();
    await kept();
    await again.dispatchEvent("click");
    await saved.call({ close });
  });
}

bothWays("a reset connection: the change is saved once", async (noTags) => {
  const { page, proxy, save, again, saved, kept, close } = await ready({ noTags });
  // The browser itself tries once more on a fresh connection, so every try is reset.
  proxy.fail = async (entry, { response }) => {
    if (entry.method === "PUT") response.destroy();
    return entry.method === "PUT";
  };
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("The connection broke").waitFor();
  proxy.fail = null;
  await kept();
  await again.dispatchEvent("click");
  await saved.call({ close });
});

bothWays("a lost answer: the retry finds that it was saved and does not save again", async (noTags) => {
  const { page, proxy, token, save, again, saved, close } = await ready({ noTags });
  const { service } = kit;
  proxy.fail = once(savedAndCutOff);
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("The connection broke").waitFor();
  const first = (await service.call("GET", token)).json.data[0];
  assert.equal(first.first_name, TYPED.first_name, "it was saved, but nobody knew");
  await again.dispatchEvent("click");
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  const second = (await service.call("GET", token)).json.data[0];
  assert.equal(second.updated_time, first.updated_time, "and it was not saved again");
  if (noTags) assert.equal(proxy.calls("PUT").length, 1, "nor sent again");
  await saved.call({ close });
});

bothWays("a lost answer, then more typing: nothing typed is lost and nobody else is blamed", async (noTags) => {
  const { page, proxy, token, save, close } = await ready({ noTags });
  const { service } = kit;
  proxy.fail = once(savedAndCutOff);
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("The connection broke").waitFor();
  await page.getByRole("button", { name: "Back to the form" }).click();
  await page.locator("#last_name").fill("Hopper");
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Save changes" }).dispatchEvent("click");
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  const stored = (await service.call("GET", token)).json.data[0];
  assert.equal(stored.first_name, TYPED.first_name);
  assert.equal(stored.last_name, "Hopper");
  await close();
});

bothWays("a lost answer, then a change of mind: the form shows what is stored", async (noTags) => {
  const { page, proxy, save, close } = await ready({ noTags });
  proxy.fail = once(savedAndCutOff);
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("The connection broke").waitFor();
  await page.getByRole("button", { name: "Back to the form" }).click();
  await page.locator("#last_name").fill("Hopper");
  await page.getByRole("button", { name: "Undo my changes" }).click();
  await page.waitForFunction(() => document.getElementById("last_name")?.value === "doge");
  assert.equal(await page.locator("#first_name").inputValue(), TYPED.first_name, "not what was stored before");
  const told = "What you sent had been saved: this is what is stored now";
  await page.locator("#announcement").getByText(told).waitFor({ state: "attached" });
  await page.locator(".done").getByText(told).waitFor();
  await page.getByRole("button", { name: "Bring back what I typed" }).click();
  assert.equal(await page.locator("#last_name").inputValue(), "Hopper");
  await close();
});

bothWays("a lost answer, then the old value typed by hand: that is a change, and saved", async (noTags) => {
  const { page, proxy, token, save, close } = await ready({ noTags });
  proxy.fail = once(savedAndCutOff);
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("The connection broke").waitFor();
  await page.getByRole("button", { name: "Back to the form" }).click();
  await page.locator("#first_name").fill(DOCUMENTED.first_name);
  await page.getByRole("button", { name: "Review changes" }).click();
  await save.waitFor();
  const review = await page.locator(".changes").innerText();
  assert.ok(review.includes(TYPED.first_name), "what may be stored by now");
  await save.dispatchEvent("click");
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  const stored = (await kit.service.call("GET", token)).json.data[0];
  assert.equal(stored.first_name, DOCUMENTED.first_name);
  await close();
});

bothWays("a change that never arrived, then someone else's, then a change of mind: not said to be one's own", async (noTags) => {
  const { page, proxy, token, save, close } = await ready({ noTags });
  proxy.fail = once(({ response }) => cutOff(response));
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("The connection broke").waitFor();
  const theirs = { ...DOCUMENTED, first_name: "Alan", reason: "theirs" };
  assert.equal((await kit.service.call("PUT", token, theirs)).status, 200);
  await page.getByRole("button", { name: "Back to the form" }).click();
  await page.getByRole("button", { name: "Undo my changes" }).click();
  await page.locator(".done").getByText("The stored profile has changed meanwhile").waitFor();
  assert.equal(await page.locator("#first_name").inputValue(), "Alan");
  await close();
});

bothWays("someone else's change, left undecided, is what is stored, whatever is typed", async (noTags) => {
  const { page, token, save, close } = await ready({ noTags });
  const theirs = { ...DOCUMENTED, first_name: "Alan", reason: "theirs" };
  assert.equal((await kit.service.call("PUT", token, theirs)).status, 200);
  await save.dispatchEvent("click");
  await page.getByRole("heading", { name: "This profile was changed meanwhile" }).waitFor();
  await page.getByRole("button", { name: "Back to the form" }).click();
  await page.locator("#first_name").fill(DOCUMENTED.first_name);
  await page.getByRole("button", { name: "Review changes" }).click();
  await save.waitFor();
  assert.match(await page.locator(".changes").innerText(), /Alan/);
  await page.getByRole("button", { name: "Back to the form" }).click();
  await page.getByRole("button", { name: "Undo my changes" }).click();
  await page.locator(".done").getByText("The stored profile has changed meanwhile").waitFor();
  assert.equal(await page.locator("#first_name").inputValue(), "Alan");
  await close();
});

test("a first profile whose answer was lost, then more typing: a change of one's own, with a reason", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.token();
  const page = await openPage(browser);
  await connect(page, proxy.address, token);
  const { reason: _, ...profile } = DOCUMENTED;
  await fill(page, profile);
  const review = page.getByRole("button", { name: "Review changes" });
  const save = page.getByRole("button", { name: "Save" });
  await review.click();
  let left = 1;
  proxy.fail = async (entry, { response, forward }) => {
    if (entry.method !== "POST" || left === 0) return false;
    left -= 1;
    await forward();
    cutOff(response);
    return true;
  };
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("The connection broke").waitFor();
  await page.getByRole("button", { name: "Back to the form" }).click();
  await page.locator("#last_name").fill("Hopper");
  await review.click();
  await save.dispatchEvent("click");
  await page.locator(".done").getByText("Your profile had been saved as you sent it first").waitFor();
  await page.locator("#reason").fill("a new name");
  await review.click();
  await save.dispatchEvent("click");
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  assert.equal((await service.call("GET", token)).json.data[0].last_name, "Hopper");
  await page.context().close();
});

bothWays("a gateway that gives up on a change that arrived: found saved, by nobody else", async (noTags) => {
  const { page, proxy, token, save, again, saved, close } = await ready({ noTags });
  proxy.fail = once(async ({ response, forward }) => {
    await forward();
    response.writeHead(504, { "content-type": "text/html" });
    response.end("<h1>Gateway timeout</h1>");
  });
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("The server has a problem").waitFor();
  const first = (await kit.service.call("GET", token)).json.data[0];
  await again.dispatchEvent("click");
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  assert.equal((await kit.service.call("GET", token)).json.data[0].updated_time, first.updated_time);
  await saved.call({ close });
});

test("while a change is being saved there is no way back to typing, and that is said", async () => {
  const { page, proxy, save, saved, close } = await ready();
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  proxy.fail = async (entry) => {
    if (entry.method === "PUT") await held;
    return false;
  };
  await save.dispatchEvent("click");
  await page.locator(".progress").waitFor();
  const said = () => page.locator("#announcement").textContent();
  assert.equal(await said(), "Saving");
  const ways = page.locator(".changes button, .actions .link");
  assert.equal(await ways.count(), 3, "the name, the reason, the form");
  for (const way of await ways.all()) {
    assert.equal(await way.getAttribute("aria-disabled"), "true");
    await way.focus();
    await page.keyboard.press("Enter");
    assert.ok(await way.evaluate((button) => button === document.activeElement), "the focus stays");
  }
  assert.equal(await said(), "Working …");
  assert.equal(await page.locator("#first_name").count(), 0, "there is no form to type into");
  release();
  await saved.call({ close });
  assert.equal(proxy.calls("PUT").length, 1);
});

test("a token handed over saves nothing that was not reviewed, and takes nothing that was typed", async () => {
  const { page, proxy, token, save, saved, close } = await ready();
  const handOver = (...given) =>
    page.evaluate(async (given) => {
      const { js } = document.getElementById("boot").dataset;
      const code = await import(new URL(js, document.baseURI).href);
      return code.connect(...given);
    }, given);
  proxy.fail = once(says(500, ""));
  await save.dispatchEvent("click");
  await page.locator("#notice").waitFor();
  assert.equal(await handOver(token), true, "on the review, after a save that failed");
  await page.getByRole("button", { name: "Back to the form" }).click();
  await page.locator("#last_name").fill("Hopper");
  assert.equal(await handOver(token), true, "on the form");
  for (const given of [[], [5], [{}], [null], [""], ["ключ"], [token, 5], [token, "a\nb"]]) {
    assert.equal(await handOver(...given), false, JSON.stringify(given));
  }
  await page.getByRole("button", { name: "Review changes" }).click();
  assert.equal(proxy.calls("PUT").length, 1, "the one that failed");
  assert.match(await page.locator("main").innerText(), /Hopper/);
  await save.dispatchEvent("click");
  await saved.call({ close });
});

bothWays("someone else's change: shown field by field, picked, saved", async (noTags) => {
  const { page, token, save, close } = await ready({ noTags });
  const { service } = kit;
  await page.getByRole("button", { name: "Back to the form" }).click();
  await page.locator("#residence_country").selectOption("de");
  await page.getByRole("button", { name: "Review changes" }).click();
  const theirs = { ...DOCUMENTED, first_name: "Alan", employment_status: "student", reason: "theirs" };
  assert.equal((await service.call("PUT", token, theirs)).status, 200);
  await save.dispatchEvent("click");
  await page.getByRole("heading", { name: "This profile was changed meanwhile" }).waitFor();
  assert.equal(await page.locator("#announcement").textContent(), "This profile was changed meanwhile");
  const text = await page.locator("main").innerText();
  for (const words of ["Before: API", "Alan (saved meanwhile)", "Grace (yours)", "Student (saved meanwhile)"]) {
    assert.ok(text.includes(words), words);
  }
  // The name was changed by both: it has to be picked. The status only by them, the country only
  // here: each stays as it was changed.
  const chosen = () => page.locator("input:checked").evaluateAll((all) => all.map(({ name, value }) => [name, value]));
  assert.deepEqual(await chosen(), [["employment_status", "theirs"], ["residence_country", "mine"]]);
  await page.getByRole("button", { name: "Review changes" }).dispatchEvent("click");
  assert.match(await page.title(), /^Error: This profile/);
  await page.getByRole("link", { name: "First name: choose which value to keep" }).click();
  await page.getByLabel("Grace (yours)").check();
  await page.getByRole("button", { name: "Review changes" }).dispatchEvent("click");
  const review = await page.locator(".changes").innerText();
  for (const words of ["Alan", "Grace", "Germany", TYPED.reason]) assert.ok(review.includes(words), words);
  assert.ok(!review.includes("Student"), "what is theirs is no change");
  await save.dispatchEvent("click");
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  const { json } = await service.call("GET", token);
  assert.equal(json.data[0].first_name, "Grace");
  assert.equal(json.data[0].employment_status, "student");
  assert.equal(json.data[0].residence_country, "de");
  assert.equal(json.data[0].reason, TYPED.reason);
  await close();
});

bothWays("someone else's change, left undecided: what was typed stays, theirs is not overwritten", async (noTags) => {
  const { page, proxy, token, save, close } = await ready({ noTags });
  const { service } = kit;
  const theirs = { ...DOCUMENTED, first_name: "Alan", reason: "theirs" };
  assert.equal((await service.call("PUT", token, theirs)).status, 200);
  const conflict = page.getByRole("heading", { name: "This profile was changed meanwhile" });
  await save.dispatchEvent("click");
  await conflict.waitFor();
  await page.getByRole("button", { name: "Back to the form" }).click();
  assert.equal(await page.locator("#first_name").inputValue(), TYPED.first_name);
  assert.equal(await page.locator("#reason").inputValue(), TYPED.reason);
  await page.getByRole("button", { name: "Review changes" }).click();
  await save.dispatchEvent("click");
  await conflict.waitFor();
  assert.equal((await service.call("GET", token)).json.data[0].first_name, "Alan");
  // All of theirs: nothing is left to save.
  const puts = proxy.calls("PUT").length;
  await page.getByLabel("Alan (saved meanwhile)").check();
  await page.getByRole("button", { name: "Review changes" }).dispatchEvent("click");
  await page.getByText("Nothing is different from what is stored").waitFor();
  await page.getByRole("button", { name: "Back to the form" }).click();
  assert.equal(await page.locator("#first_name").inputValue(), "Alan");
  assert.equal(await page.locator("#reason").inputValue(), TYPED.reason);
  assert.equal(proxy.calls("PUT").length, puts);
  await close();
});

bothWays("429: counted down, and not asked again before", async (noTags) => {
  const { page, proxy, save, saved, kept, close } = await ready({ noTags });
  proxy.fail = once(says(429, '{"errors":[{"status":429,"code":"RateLimit","message":"slow"}]}', { "retry-after": "5" }));
  // Every count is seen, however late this side looks.
  await page.evaluate(() => {
    window.counted = [];
    new MutationObserver(() => {
      const said = document.querySelector(".countdown")?.textContent;
      if (said && said !== window.counted.at(-1)) window.counted.push(said);
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("The server asks you to wait").waitFor();
  await save.evaluate((button) => button.click());
  assert.equal(proxy.calls("PUT").length, 1, "a click does not ask before the time");
  await kept();
  await page.locator("#save:not([aria-disabled])").waitFor();
  assert.equal(await page.locator("#announcement").textContent(), "You can try again now");
  assert.equal(await page.locator("#notice").innerText(), "You can try again now\n\nWhat you typed is still here.");
  assert.deepEqual(await page.evaluate(() => window.counted), [
    "Wait 5 seconds",
    "Wait 4 seconds",
    "Wait 3 seconds",
    "Wait 2 seconds",
    "Wait 1 second",
  ]);
  await save.dispatchEvent("click");
  await saved.call({ close });
});

test("a server in trouble that says when is told the same way", async () => {
  const { page, proxy, save, close } = await ready();
  proxy.fail = once(says(503, "", { "retry-after": "1" }));
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("The server has a problem").waitFor();
  await page.locator("#save:not([aria-disabled])").waitFor();
  assert.equal(await page.locator("#notice").innerText(), "You can try again now\n\nWhat you typed is still here.");
  await page.locator("#language").selectOption("fr");
  await page.locator("#notice").getByText("Vous pouvez réessayer").waitFor();
  await close();
});

for (const status of [429, 503]) {
  test(`${status}: when the wait on the way in is over, the focus is where it was`, async () => {
    const page = await openPage(kit.browser);
    const token = await kit.service.client();
    kit.proxy.fail = async ({ path }, tools) => {
      if (!path.endsWith("/client/profile")) return false;
      kit.proxy.fail = undefined;
      says(status, "", { "retry-after": "2" })(tools);
      return true;
    };
    await enter(page, kit, token);
    const again = page.getByRole("button", { name: "Try again" });
    await again.focus();
    await page.locator(".actions .main:not([aria-disabled])").waitFor();
    assert.equal(await page.locator("#announcement").textContent(), "You can try again now");
    assert.equal(await page.locator("#notice h2").innerText(), "You can try again now");
    assert.ok(await again.evaluate((button) => button === document.activeElement));
    await page.keyboard.press("Enter");
    await arrived(page, "first_name");
    await page.context().close();
  });
}

test("Enter that is held saves once, however quickly that fails", async () => {
  const { page, proxy, save, close } = await ready();
  proxy.fail = async ({ method }, tools) => {
    if (method !== "PUT") return false;
    says(500, "")(tools);
    return true;
  };
  await save.focus();
  await page.keyboard.down("Enter");
  for (let held = 0; held < 3; held++) {
    await page.locator("#notice").waitFor();
    await page.locator("#save:not([aria-disabled])").waitFor();
    await page.keyboard.down("Enter");
  }
  await page.keyboard.up("Enter");
  assert.equal(proxy.calls("PUT").length, 1);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !document.querySelector("#save[aria-disabled]"));
  assert.equal(proxy.calls("PUT").length, 2, "pressed anew, it saves again");
  await close();
});

test("who comes back to the review before the wait is over is told again", async () => {
  const { page, proxy, save, close } = await ready();
  const busy = page.locator("#notice").getByText("The server asks you to wait");
  proxy.fail = once(says(429, "", { "retry-after": "600" }));
  await save.dispatchEvent("click");
  await busy.waitFor();
  await page.getByRole("button", { name: "Back to the form" }).click();
  await arrived(page, "first_name");
  await page.getByRole("button", { name: "Review changes" }).click();
  await arrived(page, "save");
  assert.equal(await save.getAttribute("aria-disabled"), "true");
  await busy.waitFor();
  await page.locator(".countdown").getByText(/^Wait \d+ minutes$/).waitFor();
  assert.match(await page.locator("#announcement").textContent(), /^The server asks you to wait\. Wait (10|9) minutes\s*$/);
  await close();
});

bothWays("offline: said, gone when the network is back, and saved", async (noTags) => {
  const { page, save, again, saved, kept, close } = await ready({ noTags });
  await page.context().setOffline(true);
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("You are offline").waitFor();
  assert.equal(await page.locator("#announcement").textContent(), "You are offline");
  await kept();
  await page.context().setOffline(false);
  await page.locator("#notice").waitFor({ state: "detached" });
  assert.equal(await page.locator("#announcement").textContent(), "You can try again now");
  await again.dispatchEvent("click");
  await saved.call({ close });
});

bothWays("no answer: a sign after 0.3 s, a word after 3 s, given up after 15 s", async (noTags) => {
  const { page, proxy, save, again, saved, kept, close } = await ready({ noTags });
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  proxy.fail = once(async ({ response }) => {
    await held;
    response.destroy();
  });
  const asked = page.waitForRequest((request) => request.method() === "PUT");
  await save.dispatchEvent("click");
  await asked;
  await page.clock.runFor(250);
  assert.equal(await page.locator(".progress").count(), 0, "nothing flickers");
  await page.clock.runFor(100);
  assert.equal(await page.locator(".progress").innerText(), "Working …");
  await page.clock.runFor(2700);
  assert.match(await page.locator(".progress").innerText(), /^Still working/);
  await page.clock.runFor(11_500);
  assert.equal(await page.locator("#notice").count(), 0);
  await page.clock.runFor(600);
  await page.locator("#notice").getByText("The server did not answer in time").waitFor();
  release();
  await kept();
  await again.dispatchEvent("click");
  await saved.call({ close });
});

test("Retry-After as a date is counted down, and no wait is longer than an hour", async () => {
  for (const [says_when, counted] of [
    [() => new Date(Date.now() + 90_000).toUTCString(), /^Wait (8\d|90) seconds$/],
    [() => "91", /^Wait (2 minutes|(90|8\d) seconds)$/],
    [() => "1750", /^Wait (30|29) minutes$/],
    [() => "99999999999", /^Wait (60|59) minutes$/],
    [() => "Fri, 01 Jan 2100 00:00:00 GMT", /^Wait (60|59) minutes$/],
    [() => "soon", /^Wait (10|\d) seconds?$/],
    [() => "", /^Wait (10|\d) seconds?$/],
    [() => "1.5", /^Wait (10|\d) seconds?$/],
    [() => "-5", /^Wait (10|\d) seconds?$/],
  ]) {
    const { page, proxy, save, close } = await ready();
    proxy.fail = once(says(429, "", { "retry-after": says_when() }));
    await save.dispatchEvent("click");
    await page.locator(".countdown").getByText(counted).waitFor();
    await close();
  }
});

test("a wait is over when its time is, however long the page slept, and never longer than it was", async () => {
  for (const [slept, counted] of [
    // As after a computer's sleep; and as when its clock is put right meanwhile.
    [60_000, /^You can try again now$/],
    [-3_600_000, /^Wait [2-6] seconds$/],
  ]) {
    const { page, proxy, save, kept, close } = await ready();
    proxy.fail = once(says(429, "", { "retry-after": "8" }));
    await save.dispatchEvent("click");
    await page.locator(".countdown").waitFor();
    await page.evaluate((slept) => {
      const now = Date.now;
      Date.now = () => now() + slept;
    }, slept);
    await page.locator("#notice").getByText(counted).waitFor();
    await kept();
    await close();
  }
});

test("429 from the service itself: its own wait is counted", async () => {
  const { page, proxy, token, save, kept, close } = await ready();
  const until = async (wanted) => {
    for (let asked = 0; (await kit.service.call("GET", token)).status !== wanted; asked++) {
      assert.ok(asked < 50_000, `no ${wanted}`);
    }
  };
  // One more request is let through each second: the last one is taken just before the change comes.
  proxy.fail = async ({ method }) => {
    if (method === "PUT") for (const status of [429, 200, 429]) await until(status);
    return false;
  };
  await save.dispatchEvent("click");
  await page.locator(".countdown").getByText(/^Wait [1-9]\d? seconds?$/).waitFor();
  assert.equal(proxy.calls("PUT").length, 1);
  await kept();
  await close();
});

test("a name that no server has: said, and tried again", async (t) => {
  const pages = await startService({ args: ["--api-base", "http://api.invalid/v1"] });
  const proxy = Object.assign(await startProxy(), { pages });
  t.after(() => Promise.all([proxy.stop(), pages.stop()]));
  const page = await openPage(kit.browser);
  await connect(page, proxy.address, "token");
  await page.locator("#notice").getByText("The connection broke").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("#notice").getByText("The connection broke").waitFor();
  assert.deepEqual(page.violations, []);
  await page.context().close();
});

test("no record: said, asked without a reason, and created", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.token();
  const page = await openPage(browser);
  await connect(page, proxy.address, token);
  await page.getByText("There is no profile yet").waitFor();
  assert.equal(await page.locator("#reason").count(), 0);
  const { reason, ...profile } = DOCUMENTED;
  await fill(page, profile);
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Save changes" }).dispatchEvent("click");
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  assert.deepEqual(JSON.parse(proxy.calls("POST")[0].body), profile);
  assert.equal((await service.call("GET", token)).json.data[0].first_name, "API");
  await page.context().close();
});

test("409: someone created the profile meanwhile", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.token();
  const page = await openPage(browser);
  await connect(page, proxy.address, token);
  await page.getByText("There is no profile yet").waitFor();
  const { reason, ...profile } = DOCUMENTED;
  await fill(page, { ...profile, first_name: "Grace" });
  assert.equal((await service.call("POST", token, profile)).status, 200);
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Save changes" }).dispatchEvent("click");
  await page.getByRole("heading", { name: "There is a profile under this token already" }).waitFor();
  await page.getByLabel("Grace (yours)").check();
  await page.getByRole("button", { name: "Review changes" }).dispatchEvent("click");
  // A change of what is stored now needs a reason, which a new profile did not.
  await page.getByRole("link", { name: "Enter the reason for this change" }).click();
  await page.locator("#reason").fill("it was mine");
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Save changes" }).dispatchEvent("click");
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  assert.equal((await service.call("GET", token)).json.data[0].first_name, "Grace");
  await page.context().close();
});

test("the record cannot be had offline: read by itself when the network is back", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.client();
  const page = await openPage(browser);
  await page.goto(proxy.address);
  await page.getByLabel("Token").fill(token);
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.locator("#notice").getByText("You are offline").waitFor();
  await page.context().setOffline(false);
  await page.locator("#first_name").waitFor();
  assert.equal(await page.locator("#first_name").inputValue(), "API");
  await page.context().close();
});

test("the record cannot be had: said, and had on the second try", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.client();
  const page = await openPage(browser);
  let left = 1;
  proxy.fail = async (entry, { response }) => {
    if (entry.method !== "GET" || !entry.path.endsWith("/client/profile") || left === 0) return false;
    left -= 1;
    cutOff(response);
    return true;
  };
  await connect(page, proxy.address, token);
  await page.locator("#notice").getByText("The connection broke").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("#first_name").waitFor();
  assert.equal(await page.locator("#first_name").inputValue(), "API");
  await page.context().close();
});

bothWays("another client's token: nothing of one client goes to the other", async (noTags) => {
  const { page, proxy, token, save, saved, close } = await ready({ noTags });
  const { service } = kit;
  const other = { ...DOCUMENTED, first_name: "Mallory", tax_identification_number: "12 345 678" };
  const others = await service.client(other);
  proxy.fail = once(says(401, '{"errors":[{"status":401,"code":"InvalidToken","message":"no"}]}'));
  await save.dispatchEvent("click");
  const enter = async (entered) => {
    await page.getByLabel("Token").fill(entered);
    await page.getByRole("button", { name: "Connect" }).click();
  };
  await page.locator("#notice").getByText("The token was not accepted").waitFor();
  await enter(others);
  await page.locator("#notice").getByText("This token belongs to another profile").waitFor();
  // Nor from the form, which is still the first client's.
  await page.getByRole("button", { name: "Back to the form" }).click();
  assert.equal(await page.locator("#first_name").inputValue(), TYPED.first_name);
  await page.getByRole("button", { name: "Review changes" }).click();
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("The token was not accepted").waitFor();
  assert.equal((await service.call("GET", others)).json.data[0].first_name, "Mallory");
  await enter(token);
  await saved.call({ close });
  assert.equal((await service.call("GET", others)).json.data[0].updated_time, null, "never written");
});

test("a page around it that brings another client's token saves nothing for that one", async () => {
  const { page, token, save, saved, close } = await ready();
  const { service } = kit;
  const others = await service.client();
  const use = (given) => page.evaluate((given) => globalThis.clientProfile.connect(given), given);
  await use(others);
  await save.dispatchEvent("click");
  await page.locator("#notice").getByText("This token belongs to another profile").waitFor();
  assert.equal((await service.call("GET", others)).json.data[0].updated_time, null);
  await use(token);
  await saved.call({ close });
});

const record = (changes) => JSON.stringify({ data: [{ client_id: 1, ...DOCUMENTED, ...changes }], meta: {} });

for (const [name, body] of [
  ["the record as it was", record({})],
  ["no record", '{"data":{}}'],
  ["somebody else's record", record({ first_name: "MALLORY", client_id: 99_999 })],
  ["values of other kinds", record({ first_name: { a: 1 }, date_of_birth: 42 })],
]) {
  bothWays(`200 with ${name}, and nothing stored: not called saved`, async (noTags) => {
    const { page, proxy, save, again, saved, kept, close } = await ready({ noTags });
    proxy.fail = once(says(200, body));
    await save.dispatchEvent("click");
    await page.locator("#notice").getByText("The answer could not be read").waitFor();
    await kept();
    await again.dispatchEvent("click");
    await saved.call({ close });
  });
}

bothWays("200 without the record, though it is stored: called saved, with what is stored", async (noTags) => {
  const { page, proxy, save, saved, close } = await ready({ noTags });
  proxy.change = (answer, { method }) => {
    if (noTags) delete answer.headers.etag;
    if (method === "PUT") {
      delete answer.headers["content-length"];
      answer.body = Buffer.from('{"data":{}}');
    }
  };
  await save.dispatchEvent("click");
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  const told = page.locator('#record tr[data-name="first_name"] td');
  assert.equal(await told.textContent(), TYPED.first_name);
  await saved.call({ close });
});

for (const [name, answer, words] of [
  ["cut off", ({ response }) => cutOff(response), "The connection broke"],
  ["refused", says(400, '{"message":"no such host"}'), "The server did not take the request"],
  ["of nobody", says(200, '{"data":[{"client_id":null}],"meta":{}}'), "The answer could not be read"],
  [
    "of another kind",
    says(200, JSON.stringify({ data: [{ ...DOCUMENTED, first_name: false }] })),
    "The answer could not be read",
  ],
  [
    "digits lost",
    says(200, JSON.stringify({ data: [DOCUMENTED] }).replace('"UX-1989389"', "1.2345678901234567890e19")),
    "The answer could not be read",
  ],
]) {
  test(`what was never sent is not spoken of when the record cannot be read: ${name}`, async () => {
    const page = await openPage(kit.browser);
    const token = await kit.service.client();
    kit.proxy.fail = async ({ path }, tools) => {
      const isProfile = path.endsWith("/client/profile");
      if (isProfile) answer(tools);
      return isProfile;
    };
    await connect(page, kit.proxy.address, token);
    await page.locator("#notice").getByText(words).waitFor();
    if (name === "refused") await page.locator("#announcement").getByText(/no such host$/).waitFor({ state: "attached" });
    assert.doesNotMatch(await page.locator("#notice").innerText(), /saved|change/i);
    await page.locator("#announcement").getByText(words).waitFor({ state: "attached" });
    kit.proxy.fail = undefined;
    await page.getByRole("button", { name: "Enter another token" }).click();
    await page.locator("#token").fill(token);
    await page.getByRole("button", { name: "Connect" }).click();
    await arrived(page, "first_name");
    await page.context().close();
  });
}
