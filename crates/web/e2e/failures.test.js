// Everything that can go wrong between browser and server, done by a server that really does it.
// After each: nothing typed is lost, and the change is saved exactly once.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, connect, fill, installClock, openPage, stopClock } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import {
  TYPED, belongsToAnother, changes, conflict, inForm, lost, meanwhile, ofProfile, press, refused, review, save,
  savedAndCutOff, says, toForm, use,
} from "./kit/meanwhile.js";
import { cutOff, startProxy } from "./kit/proxy.js";
import { DOCUMENTED, startService } from "./kit/service.js";
import { enter } from "./kit/ways.js";

const kit = useKit();
const { bothWays, hold, loseLanded, once, ready, stored } = meanwhile(kit);

const ANSWERS = [
  ["403", says(403, '{"errors":[{"status":403,"code":"Forbidden","message":"no"}]}'), "This token may not do this"],
  ["404", says(404, '{"errors":[{"status":404,"code":"NotFound","message":"no"}]}'), "The server does not know this profile"],
  ["500", says(500, '{"errors":[{"status":500,"code":"InternalError","message":"no"}]}'), "The server has a problem"],
  ["503 as a proxy's page", says(503, "<h1>Down</h1>", { "content-type": "text/html" }), "The server has a problem"],
  ["HTML with 200", says(200, "<!doctype html><p>Sign in to the hotel network", { "content-type": "text/html" }), "The answer could not be read"],
  ["an empty body with 200", says(200, ""), "The answer could not be read"],
  ["a body cut off inside", says(200, '{"data":[{"client_id":1,"first_na'), "The answer could not be read"],
  ["a body cut off on the way", cutOff, "The connection broke"],
  ["problem details", says(400, '{"type":"about:blank","title":"Bad","detail":"The vault is closed"}'), "The vault is closed"],
  ["an error object", says(400, '{"error":{"code":"X","message":"The vault is shut"}}'), "The vault is shut"],
  ["plain text", says(418, "teapot"), "The server did not take the change"],
];

for (const [name, answer, words] of ANSWERS) {
  bothWays(`${name}: said, kept, and saved on the second try`, async () => {
    const { page, saved, kept } = await ready();
    once("PUT", answer);
    await save(page);
    await page.locator("#notice").getByText(words).waitFor();
    await kept();
    await save(page);
    await saved();
  });
}

bothWays("a reset connection: the change is saved once", async () => {
  const { page, saved, kept } = await ready();
  // The browser itself tries once more on a fresh connection, so every try is reset.
  kit.proxy.fail = async (entry, { response }) => {
    if (entry.method === "PUT") response.destroy();
    return entry.method === "PUT";
  };
  await save(page);
  await lost(page);
  kit.proxy.fail = null;
  await kept();
  await save(page);
  await saved();
});

bothWays("a lost answer: the retry finds that it was saved and does not save again", async (noTags) => {
  const { page, token, saved } = await ready();
  await loseLanded(page);
  const first = await stored(token);
  assert.equal(first.first_name, TYPED.first_name, "it was saved, but nobody knew");
  await save(page);
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  const second = await stored(token);
  assert.equal(second.updated_time, first.updated_time, "and it was not saved again");
  if (noTags) assert.equal(kit.proxy.calls("PUT").length, 1, "nor sent again");
  await saved();
});

bothWays("a lost answer, then more typing: nothing typed is lost and nobody else is blamed", async () => {
  const { page, token } = await ready();
  await loseLanded(page);
  await toForm(page);
  await page.locator("#last_name").fill("Hopper");
  await review(page);
  await save(page);
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  const now = await stored(token);
  assert.equal(now.first_name, TYPED.first_name);
  assert.equal(now.last_name, "Hopper");
  await page.context().close();
});

bothWays("a lost answer, then a change of mind: the form shows what is stored", async () => {
  const { page } = await ready();
  await loseLanded(page);
  await toForm(page);
  await page.locator("#last_name").fill("Hopper");
  await press(page, "Undo my changes");
  await page.waitForFunction(() => document.getElementById("last_name")?.value === "doge");
  assert.equal(await inForm(page), TYPED.first_name, "not what was stored before");
  const told = "What you sent had been saved: this is what is stored now";
  await page.locator("#announcement").getByText(told).waitFor({ state: "attached" });
  await page.locator(".done").getByText(told).waitFor();
  await press(page, "Bring back what I typed");
  assert.equal(await page.locator("#last_name").inputValue(), "Hopper");
  await page.context().close();
});

bothWays("a lost answer, then the old value typed by hand: that is a change, and saved", async () => {
  const { page, token } = await ready();
  await loseLanded(page);
  await toForm(page);
  await page.locator("#first_name").fill(DOCUMENTED.first_name);
  await review(page);
  assert.ok((await changes(page)).includes(TYPED.first_name), "what may be stored by now");
  await save(page);
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  const now = await stored(token);
  assert.equal(now.first_name, DOCUMENTED.first_name);
  await page.context().close();
});

bothWays("a change that never arrived, then someone else's, then a change of mind: not said to be one's own", async () => {
  const { page, token } = await ready();
  once("PUT", cutOff);
  await save(page);
  await lost(page);
  const theirs = { ...DOCUMENTED, first_name: "Alan", reason: "theirs" };
  assert.equal((await kit.service.call("PUT", token, theirs)).status, 200);
  await toForm(page);
  await press(page, "Undo my changes");
  await page.locator(".done").getByText("The stored profile has changed meanwhile").waitFor();
  assert.equal(await inForm(page), "Alan");
  await page.context().close();
});

bothWays("someone else's change, left undecided, is what is stored, whatever is typed", async () => {
  const { page, token } = await ready();
  const theirs = { ...DOCUMENTED, first_name: "Alan", reason: "theirs" };
  assert.equal((await kit.service.call("PUT", token, theirs)).status, 200);
  await save(page);
  await conflict(page);
  await toForm(page);
  await page.locator("#first_name").fill(DOCUMENTED.first_name);
  await review(page);
  assert.match(await changes(page), /Alan/);
  await toForm(page);
  await press(page, "Undo my changes");
  await page.locator(".done").getByText("The stored profile has changed meanwhile").waitFor();
  assert.equal(await inForm(page), "Alan");
  await page.context().close();
});

test("a first profile whose answer was lost, then more typing: a change of one's own, with a reason", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.token();
  const page = await openPage(browser);
  await connect(page, proxy.address, token);
  const { reason: _, ...profile } = DOCUMENTED;
  await fill(page, profile);
  await review(page);
  once("POST", savedAndCutOff);
  await save(page);
  await lost(page);
  await toForm(page);
  await page.locator("#last_name").fill("Hopper");
  await review(page);
  await save(page);
  await page.locator(".done").getByText("Your profile had been saved as you sent it first").waitFor();
  await page.locator("#reason").fill("a new name");
  await review(page);
  await save(page);
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  assert.equal((await stored(token)).last_name, "Hopper");
  await page.context().close();
});

bothWays("a gateway that gives up on a change that arrived: found saved, by nobody else", async () => {
  const { page, token, saved } = await ready();
  once("PUT", async (response, forward) => {
    await forward();
    says(504, "<h1>Gateway timeout</h1>", { "content-type": "text/html" })(response);
  });
  await save(page);
  await page.locator("#notice").getByText("The server has a problem").waitFor();
  const first = await stored(token);
  await save(page);
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  assert.equal((await stored(token)).updated_time, first.updated_time);
  const raw = await page.locator("#raw").textContent();
  assert.match(raw, /"first_name": "Grace"/);
  assert.doesNotMatch(raw, /"errors"/, "of what was saved");
  await saved();
});

test("while a change is being saved there is no way back to typing, and that is said", async () => {
  const { page, saved } = await ready();
  const held = hold(({ method }) => method === "PUT");
  await save(page);
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
  held.open();
  await saved();
  assert.equal(kit.proxy.calls("PUT").length, 1);
});

test("a token handed over saves nothing that was not reviewed, and takes nothing that was typed", async () => {
  const { page, token, saved } = await ready();
  const handOver = (...given) =>
    page.evaluate(async (given) => {
      const { js } = document.getElementById("boot").dataset;
      const code = await import(new URL(js, document.baseURI).href);
      return code.connect(...given);
    }, given);
  once("PUT", says(500, ""));
  await save(page);
  await page.locator("#notice").waitFor();
  assert.equal(await handOver(token), true, "on the review, after a save that failed");
  await toForm(page);
  await page.locator("#last_name").fill("Hopper");
  assert.equal(await handOver(token), true, "on the form");
  for (const given of [[], [5], [{}], [null], [""], ["ключ"], [token, 5], [token, "a\nb"]]) {
    assert.equal(await handOver(...given), false, JSON.stringify(given));
  }
  await review(page);
  assert.equal(kit.proxy.calls("PUT").length, 1, "the one that failed");
  assert.match(await page.locator("main").innerText(), /Hopper/);
  await save(page);
  await saved();
});

bothWays("someone else's change: shown field by field, picked, saved", async () => {
  const { page, token } = await ready();
  await toForm(page);
  await page.locator("#residence_country").selectOption("de");
  await review(page);
  const theirs = { ...DOCUMENTED, first_name: "Alan", employment_status: "student", reason: "theirs" };
  assert.equal((await kit.service.call("PUT", token, theirs)).status, 200);
  await save(page);
  await conflict(page);
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
  const shown = await changes(page);
  for (const words of ["Alan", "Grace", "Germany", TYPED.reason]) assert.ok(shown.includes(words), words);
  assert.ok(!shown.includes("Student"), "what is theirs is no change");
  await save(page);
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  const now = await stored(token);
  assert.equal(now.first_name, "Grace");
  assert.equal(now.employment_status, "student");
  assert.equal(now.residence_country, "de");
  assert.equal(now.reason, TYPED.reason);
  await page.context().close();
});

bothWays("someone else's change, left undecided: what was typed stays, theirs is not overwritten", async () => {
  const { page, token } = await ready();
  const theirs = { ...DOCUMENTED, first_name: "Alan", reason: "theirs" };
  assert.equal((await kit.service.call("PUT", token, theirs)).status, 200);
  await save(page);
  await conflict(page);
  await toForm(page);
  assert.equal(await inForm(page), TYPED.first_name);
  assert.equal(await page.locator("#reason").inputValue(), TYPED.reason);
  await review(page);
  await save(page);
  await conflict(page);
  assert.equal((await stored(token)).first_name, "Alan");
  // All of theirs: nothing is left to save.
  const puts = kit.proxy.calls("PUT").length;
  await page.getByLabel("Alan (saved meanwhile)").check();
  await page.getByRole("button", { name: "Review changes" }).dispatchEvent("click");
  await page.getByText("Nothing is different from what is stored").waitFor();
  await toForm(page);
  assert.equal(await inForm(page), "Alan");
  assert.equal(await page.locator("#reason").inputValue(), TYPED.reason);
  assert.equal(kit.proxy.calls("PUT").length, puts);
  await page.context().close();
});

bothWays("429: counted down, and not asked again before", async () => {
  const { page, saved, kept } = await ready();
  once("PUT", says(429, '{"errors":[{"status":429,"code":"RateLimit","message":"slow"}]}', { "retry-after": "5" }));
  await stopClock(page);
  await save(page);
  await page.locator("#notice").getByText("The server asks you to wait").waitFor();
  for (const left of ["5 seconds", "4 seconds", "3 seconds", "2 seconds", "1 second"]) {
    assert.equal(await page.locator(".countdown").textContent(), `Wait ${left}`);
    await save(page);
    const said = await page.locator("#announcement").textContent();
    assert.equal(said.trim(), `The server asks you to wait. Wait ${left}`, "a press is answered");
    await kept();
    await page.clock.runFor(1000);
  }
  await page.locator("#save:not([aria-disabled])").waitFor();
  assert.equal(kit.proxy.calls("PUT").length, 1, "no press asks before the time");
  assert.equal(await page.locator("#announcement").textContent(), "You can try again now");
  assert.equal(await page.locator("#notice").innerText(), "You can try again now\n\nWhat you typed is still here.");
  await save(page);
  await saved();
});

test("a server in trouble that says when is told the same way", async () => {
  const { page } = await ready();
  once("PUT", says(503, "", { "retry-after": "60" }));
  await stopClock(page);
  await save(page);
  await page.locator("#notice").getByText("The server has a problem").waitFor();
  await page.clock.runFor(59_000);
  assert.equal(await page.locator(".countdown").textContent(), "Wait 1 second");
  await page.clock.runFor(1000);
  await page.locator("#save:not([aria-disabled])").waitFor();
  assert.equal(await page.locator("#notice").innerText(), "You can try again now\n\nWhat you typed is still here.");
  await page.locator("#language").selectOption("fr");
  await page.locator("#notice").getByText("Vous pouvez réessayer").waitFor();
  await page.context().close();
});

for (const status of [429, 503]) {
  test(`${status}: when the wait on the way in is over, the focus is where it was`, async () => {
    const page = await openPage(kit.browser);
    const token = await kit.service.client();
    await installClock(page);
    once("GET", says(status, "", { "retry-after": "600" }));
    await enter(page, kit, token);
    const again = page.getByRole("button", { name: "Try again" });
    await again.focus();
    assert.equal(await again.getAttribute("aria-disabled"), "true");
    await page.keyboard.press("Enter");
    assert.match(await page.locator("#announcement").textContent(), /Wait 10 minutes\u00a0$/, "a press is answered, which is told apart by a space");
    await page.clock.fastForward(600_000);
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
  const { page } = await ready();
  kit.proxy.fail = async ({ method }, { response }) => method === "PUT" && says(500, "")(response);
  await page.locator("#save").focus();
  await page.keyboard.down("Enter");
  for (let held = 0; held < 3; held++) {
    await page.locator("#notice").waitFor();
    await page.locator("#save:not([aria-disabled])").waitFor();
    await page.keyboard.down("Enter");
  }
  await page.keyboard.up("Enter");
  assert.equal(kit.proxy.calls("PUT").length, 1);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !document.querySelector("#save[aria-disabled]"));
  assert.equal(kit.proxy.calls("PUT").length, 2, "pressed anew, it saves again");
  await page.context().close();
});

test("who comes back to the review before the wait is over is told again", async () => {
  const { page } = await ready();
  const busy = page.locator("#notice").getByText("The server asks you to wait");
  once("PUT", says(429, "", { "retry-after": "600" }));
  await save(page);
  await busy.waitFor();
  await toForm(page);
  await review(page);
  assert.equal(await page.locator("#save").getAttribute("aria-disabled"), "true");
  await busy.waitFor();
  await page.locator(".countdown").getByText(/^Wait \d+ minutes$/).waitFor();
  assert.match(await page.locator("#announcement").textContent(), /^The server asks you to wait\. Wait (10|9) minutes\s*$/);
  await page.context().close();
});

bothWays("offline: said, gone when the network is back, and saved", async () => {
  const { page, saved, kept } = await ready();
  await page.context().setOffline(true);
  await save(page);
  await page.locator("#notice").getByText("You are offline").waitFor();
  assert.equal(await page.locator("#announcement").textContent(), "You are offline");
  await kept();
  await page.context().setOffline(false);
  await page.locator("#notice").waitFor({ state: "detached" });
  assert.equal(await page.locator("#announcement").textContent(), "You can try again now");
  await save(page);
  await saved();
});

bothWays("no answer: a sign after 0.3 s, a word after 3 s, given up after 15 s", async () => {
  const { page, saved, kept } = await ready();
  await stopClock(page);
  const held = hold(({ method }) => method === "PUT", (response) => response.destroy());
  await save(page);
  await held.reached;
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
  held.open();
  await kept();
  await save(page);
  await saved();
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
    const { page } = await ready();
    once("PUT", says(429, "", { "retry-after": says_when() }));
    await save(page);
    await page.locator(".countdown").getByText(counted).waitFor();
    await page.context().close();
  }
});

test("a wait is over when its time is, however long the page slept, and never longer than it was", async () => {
  for (const [pass, counted] of [
    // As after a computer's sleep.
    [(clock) => clock.fastForward(60_000), "You can try again now"],
    // As when its clock is put right meanwhile.
    [(clock, now) => clock.setSystemTime(now - 3_600_000).then(() => clock.runFor(2000)), "Wait 6 seconds"],
  ]) {
    const { page, kept } = await ready();
    await stopClock(page);
    once("PUT", says(429, "", { "retry-after": "8" }));
    await save(page);
    await page.locator(".countdown").getByText("Wait 8 seconds").waitFor();
    await pass(page.clock, await page.evaluate(() => Date.now()));
    await page.locator("#notice").getByText(counted, { exact: true }).waitFor();
    await kept();
    await page.context().close();
  }
});

test("429 from the service itself: its own wait is counted", async (t) => {
  // One request each half a minute, and two at once: its record is made with the first one and read
  // with the second.
  const service = await startService({ args: ["--rate-per-token", "2", "--allow-origin", kit.proxy.origin] });
  const { api, pages } = kit.proxy;
  t.after(() => {
    Object.assign(kit.proxy, { api, pages });
    return service.stop();
  });
  Object.assign(kit.proxy, { api: service, pages: pages === api ? service : pages });
  let told;
  kit.proxy.change = ({ status, headers }, { method }) => {
    if (method === "PUT") told = [status, headers["retry-after"]];
  };
  const { page, kept } = await meanwhile({ ...kit, service }).ready();
  await stopClock(page);
  await save(page);
  await page.locator(".countdown").waitFor();
  const [status, seconds] = told;
  assert.equal(status, 429);
  assert.match(seconds, /^([12]?\d|30)$/);
  assert.equal(await page.locator(".countdown").textContent(), `Wait ${seconds} seconds`);
  assert.equal(kit.proxy.calls("PUT").length, 1);
  await kept();
  await page.context().close();
});

test("a name that no server has: said, and tried again", async (t) => {
  const pages = await startService({ args: ["--api-base", "http://api.invalid/v1"] });
  const proxy = Object.assign(await startProxy(), { pages });
  t.after(() => Promise.all([proxy.stop(), pages.stop()]));
  const page = await openPage(kit.browser);
  await connect(page, proxy.address, "token");
  await lost(page);
  await press(page, "Try again");
  await lost(page);
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
  // Nothing is changed by it.
  assert.equal(await page.locator("#go-on").innerText(), "Review answers");
  await review(page);
  assert.equal(await page.locator("h1").innerText(), "Review your answers");
  assert.equal(await page.locator("#save").innerText(), "Save answers");
  await save(page);
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  assert.deepEqual(JSON.parse(proxy.calls("POST")[0].body), profile);
  assert.equal((await stored(token)).first_name, "API");
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
  await review(page);
  await save(page);
  await page.getByRole("heading", { name: "There is a profile under this token already" }).waitFor();
  await page.getByLabel("Grace (yours)").check();
  await page.getByRole("button", { name: "Review changes" }).dispatchEvent("click");
  // A change of what is stored now needs a reason, which a new profile did not.
  await page.getByRole("link", { name: "Enter the reason for this change" }).click();
  await page.locator("#reason").fill("it was mine");
  await review(page);
  await save(page);
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  assert.equal((await stored(token)).first_name, "Grace");
  await page.context().close();
});

test("the record cannot be had offline: read by itself when the network is back", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.client();
  const page = await openPage(browser);
  await page.goto(proxy.address);
  await page.getByLabel("Token").fill(token);
  await page.context().setOffline(true);
  await press(page, "Connect");
  await page.locator("#notice").getByText("You are offline").waitFor();
  await page.context().setOffline(false);
  await page.locator("#first_name").waitFor();
  assert.equal(await inForm(page), "API");
  await page.context().close();
});

test("the record cannot be had: said, and had on the second try", async () => {
  const { browser, proxy, service } = kit;
  const token = await service.client();
  const page = await openPage(browser);
  once("GET", cutOff);
  await connect(page, proxy.address, token);
  await lost(page);
  await press(page, "Try again");
  await page.locator("#first_name").waitFor();
  assert.equal(await inForm(page), "API");
  await page.context().close();
});

bothWays("another client's token: nothing of one client goes to the other", async () => {
  const { page, token, saved } = await ready();
  const other = { ...DOCUMENTED, first_name: "Mallory", tax_identification_number: "12 345 678" };
  const others = await kit.service.client(other);
  once("PUT", refused);
  await save(page);
  const enter = async (entered) => {
    await page.getByLabel("Token").fill(entered);
    await press(page, "Connect");
  };
  await page.locator("#notice").getByText("The token was not accepted").waitFor();
  await enter(others);
  await belongsToAnother(page);
  // Nor from the form, which is still the first client's.
  await toForm(page);
  assert.equal(await inForm(page), TYPED.first_name);
  await review(page);
  await save(page);
  await page.locator("#notice").getByText("The token was not accepted").waitFor();
  assert.equal((await stored(others)).first_name, "Mallory");
  await enter(token);
  await saved();
  assert.equal((await stored(others)).updated_time, null, "never written");
});

test("a page around it that brings another client's token saves nothing for that one", async () => {
  const { page, token, saved } = await ready();
  const others = await kit.service.client();
  await use(page, others);
  await save(page);
  await belongsToAnother(page);
  assert.equal((await stored(others)).updated_time, null);
  await use(page, token);
  await saved();
});

const record = (given) => JSON.stringify({ data: [{ client_id: 1, ...DOCUMENTED, ...given }], meta: {} });

for (const [name, body] of [
  ["the record as it was", record({})],
  ["no record", '{"data":{}}'],
  ["somebody else's record", record({ first_name: "MALLORY", client_id: 99_999 })],
  ["values of other kinds", record({ first_name: { a: 1 }, date_of_birth: 42 })],
]) {
  bothWays(`200 with ${name}, and nothing stored: not called saved`, async () => {
    const { page, saved, kept } = await ready();
    once("PUT", says(200, body));
    await save(page);
    await page.locator("#notice").getByText("The answer could not be read").waitFor();
    await kept();
    await save(page);
    await saved();
  });
}

bothWays("200 without the record, though it is stored: called saved, with what is stored", async (noTags) => {
  const { page, saved } = await ready();
  kit.proxy.change = (answer, { method }) => {
    if (noTags) delete answer.headers.etag;
    if (method === "PUT") {
      delete answer.headers["content-length"];
      answer.body = Buffer.from('{"data":{}}');
    }
  };
  await save(page);
  await page.getByRole("heading", { name: "Saved", exact: true }).waitFor();
  const told = page.locator('#record tr[data-name="first_name"] td');
  assert.equal(await told.textContent(), TYPED.first_name);
  await saved();
});

for (const [name, answer, words] of [
  ["cut off", cutOff, "The connection broke"],
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
    kit.proxy.fail = async (entry, { response }) => {
      if (ofProfile(entry)) answer(response);
      return ofProfile(entry);
    };
    await connect(page, kit.proxy.address, token);
    await page.locator("#notice").getByText(words).waitFor();
    if (name === "refused") await page.locator("#announcement").getByText(/no such host$/).waitFor({ state: "attached" });
    assert.doesNotMatch(await page.locator("#notice").innerText(), /saved|change/i);
    await page.locator("#announcement").getByText(words).waitFor({ state: "attached" });
    kit.proxy.fail = undefined;
    await press(page, "Enter another token");
    await page.locator("#token").fill(token);
    await press(page, "Connect");
    await arrived(page, "first_name");
    await page.context().close();
  });
}
