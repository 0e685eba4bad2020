// What comes in the middle: another token, another language, other rules, while a call is under way.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, connect, fill, message, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import { cutOff } from "./kit/proxy.js";
import { DOCUMENTED, startService } from "./kit/service.js";
import { openForm } from "./kit/ways.js";

const kit = useKit();

const ofProfile = ({ path }) => path.endsWith("/client/profile");
const use = (page, token) => page.evaluate((token) => globalThis.clientProfile.connect(token), token);
const stored = async (token) => (await kit.service.call("GET", token)).json.data?.[0];
const inForm = (page) => page.locator("#first_name").inputValue();
const focused = (page) => page.evaluate(() => document.activeElement.id);
const press = (page, name) => page.getByRole("button", { name }).click();
const save = (page) => page.locator("#save").dispatchEvent("click");

/** A promise, what fulfils it, and one that somebody waits there. */
function gate() {
  const gate = {};
  gate.opened = new Promise((open) => Object.assign(gate, { open }));
  gate.reached = new Promise((reach) => Object.assign(gate, { reach }));
  gate.pass = async () => {
    gate.reach();
    await gate.opened;
  };
  return gate;
}

/** Holds the first request that is such a one until the gate opens. */
function hold(is, answers) {
  const held = gate();
  let first = true;
  kit.proxy.fail = async (entry, how) => {
    if (!first || !is(entry)) return false;
    first = false;
    await held.pass();
    return answers ? answers(how.response) : false;
  };
  return held;
}

function says(status, body, headers = {}) {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
    return true;
  };
}

/** The first call of that method is answered so. */
function once(method, answer) {
  let first = true;
  kit.proxy.fail = async (entry, { response }) => {
    if (!first || entry.method !== method || !ofProfile(entry)) return false;
    first = false;
    return answer(response);
  };
}

const refused = says(401, { errors: [{ status: 401, code: "InvalidToken", message: "no" }] });

/** The review of a change of the first name. */
async function toReview(page) {
  const token = await openForm(page, kit);
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a new name");
  await press(page, "Review changes");
  await arrived(page, "save");
  kit.proxy.seen.length = 0;
  return token;
}

const belongsToAnother = (page) => page.getByText("This token belongs to another profile").first().waitFor();

test("a token of somebody else that comes while the record is compared saves nothing", async () => {
  kit.proxy.change = ({ headers }) => delete headers.etag;
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  const others = await kit.service.client({ ...DOCUMENTED, first_name: "Mallory" });
  const held = hold(({ method }) => method === "GET");
  await save(page);
  await held.reached;
  assert.ok(await use(page, others));
  held.open();
  await belongsToAnother(page);
  assert.equal(kit.proxy.calls("PUT").length, 0);
  assert.deepEqual([(await stored(token)).first_name, (await stored(others)).first_name], ["API", "Mallory"]);
  await page.context().close();
});

test("an answer to the token before fills no form, nor names a version", async () => {
  const [ours, others] = await Promise.all(
    ["Anna", "Mallory"].map((first_name) => kit.service.client({ ...DOCUMENTED, first_name })),
  );
  // A version that says nothing of whose it is, as other servers have it.
  kit.proxy.change = ({ headers }) => {
    if (headers.etag) headers.etag = `"${headers.etag.split("-")[1]}"`;
  };
  const page = await openPage(kit.browser);
  await page.goto(kit.proxy.address);
  await page.locator("#token").waitFor();
  const held = hold(ofProfile);
  await use(page, ours);
  await held.reached;
  await use(page, others);
  held.open();
  await arrived(page, "first_name");
  assert.equal(await inForm(page), "Mallory");
  await page.context().close();
});

test("a version that an answer to the token before names guards nothing", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const others = await kit.service.client({ ...DOCUMENTED, first_name: "Mallory" });
  const held = hold(({ method }) => method === "PUT");
  await save(page);
  await held.reached;
  await use(page, others);
  held.open();
  await arrived(page, "record");
  await press(page, "Change something else");
  await arrived(page, "first_name");
  await page.locator("#last_name").fill("Hopper");
  await page.locator("#reason").fill("another name");
  await press(page, "Review changes");
  await arrived(page, "save");
  await save(page);
  await belongsToAnother(page);
  assert.equal((await stored(others)).last_name, DOCUMENTED.last_name);
  await page.context().close();
});

test("the newest token counts, also when an older one is being refused", async () => {
  const page = await openPage(kit.browser);
  await page.goto(kit.proxy.address);
  await page.locator("#token").waitFor();
  const good = await kit.service.client();
  const held = hold(ofProfile);
  await use(page, "expired");
  await held.reached;
  await use(page, good);
  held.open();
  await arrived(page, "first_name");

  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a new name");
  await press(page, "Review changes");
  await arrived(page, "save");
  const { client } = await kit.service.newestToken();
  const fresh = await kit.service.token(client);
  const saving = hold(({ method }) => method === "PUT", refused);
  await save(page);
  await saving.reached;
  await use(page, fresh);
  saving.open();
  await arrived(page, "record");
  assert.equal((await stored(good)).first_name, "Grace");
  await page.context().close();
});

test("a demo's token comes too late for who has given one", async () => {
  const demo = await startService({ demo: true });
  const { pages, api } = kit.proxy;
  Object.assign(kit.proxy, { pages: demo, api: demo });
  try {
    const held = hold(({ path }) => path.endsWith("/demo/session"));
    const page = await openPage(kit.browser);
    const token = await demo.client({ ...DOCUMENTED, first_name: "Mine" });
    await page.goto(kit.proxy.address);
    await page.locator("#token").waitFor();
    await held.reached;
    await page.locator("#token").fill(token);
    await press(page, "Connect");
    await arrived(page, "first_name");
    const answered = page.waitForResponse((answer) => answer.url().endsWith("/demo/session"));
    held.open();
    await (await answered).finished();
    // Whatever the page does with it is done before it answers the next key.
    await page.locator("#last_name").pressSequentially("x");
    assert.equal(await inForm(page), "Mine");
    await page.context().close();
  } finally {
    Object.assign(kit.proxy, { pages, api });
    await demo.stop();
  }
});

test("a date that is gone back to is typed like any other answer", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#date_of_birth-day").fill("20");
  await page.locator("#reason").fill("a reason");
  await press(page, "Review changes");
  await arrived(page, "save");
  await press(page, "Change Date of birth");
  await page.waitForFunction(() => document.activeElement.id.startsWith("date_of_birth-"));
  const box = await focused(page);
  const form = await page.locator("form").elementHandle();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("12");
  assert.equal(await focused(page), box);
  assert.equal(await page.locator(`#${box}`).inputValue(), "12");
  assert.ok(await form.evaluate((form) => form.isConnected), "the form is not drawn anew");
  await page.context().close();
});

/** Chooses French, whose words are held until the gate opens, and then come or do not. */
async function chooseSlowly(page, comes = true) {
  const held = gate();
  await page.route("**/locales/fr*", async (route) => {
    await held.pass();
    await (comes ? route.continue() : route.abort());
  });
  await page.locator("#language").selectOption("fr");
  await held.reached;
  return held;
}

for (const comes of [true, false]) {
  test(`who types on while a language is awaited types on when it ${comes ? "comes" : "does not come"}`, async () => {
    const page = await openPage(kit.browser);
    await openForm(page, kit);
    const held = await chooseSlowly(page, comes);
    await page.locator("#last_name").focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("Rusell");
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowLeft");
    const before = await page.locator("form").elementHandle();
    held.open();
    await page.waitForFunction((form) => !form.isConnected && document.activeElement.id === "last_name", before);
    await page.keyboard.type("s");
    assert.equal(await page.locator("#last_name").inputValue(), "Russell");
    assert.equal(await page.evaluate(() => document.documentElement.lang), comes ? "fr" : "en");
    await page.context().close();
  });
}

test("a token that is typed and values that are picked outlast a change of language", async () => {
  const page = await openPage(kit.browser);
  await page.goto(kit.proxy.address);
  const held = await chooseSlowly(page);
  await page.locator("#token").fill("half of a tok");
  await page.locator("#client-id").fill("key");
  held.open();
  await page.waitForFunction(() => document.documentElement.lang === "fr");
  assert.equal(await page.locator("#token").inputValue(), "half of a tok");
  assert.equal(await page.locator("#client-id").inputValue(), "key");

  await page.context().close();
  const other = await openPage(kit.browser);
  const token = await toReview(other);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  await save(other);
  await other.getByLabel("Grace (yours)").check();
  await other.locator("#language").selectOption("fr");
  await other.waitForFunction(() => document.documentElement.lang === "fr");
  assert.equal(await other.locator("input[value=mine]").isChecked(), true);
  await other.context().close();
});

test("rules that come late are those of the form that stands", async () => {
  kit.proxy.change = (answer, { path }) => {
    if (!path.endsWith("/rules")) return;
    const rules = JSON.parse(answer.body);
    const employment_status = ["retired", "freelance"];
    const countries = { ...rules.countries, residence_country: { allowed: ["in", "de"], refused: [] } };
    answer.body = Buffer.from(JSON.stringify({ ...rules, employment_status, countries }));
    answer.headers["content-length"] = String(answer.body.length);
  };
  const held = hold(({ path }) => path.endsWith("/rules"));
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#first_name").fill("");
  await page.keyboard.type("Gra");
  const before = await page.locator("form").elementHandle();
  held.open();
  await page.waitForFunction((form) => !form.isConnected && document.activeElement.id === "first_name", before);
  await page.keyboard.type("ce");
  assert.equal(await inForm(page), "Grace");
  const statuses = page.locator("input[name=employment_status]");
  assert.deepEqual(await statuses.evaluateAll((all) => all.map(({ value }) => value)), ["retired", "freelance"]);
  assert.equal(await page.locator("#residence_country option").count(), 3, "the two, and none chosen");
  await page.context().close();
});

for (const status of [403, 404]) {
  test(`${status}: another token can be given, and what is typed is saved with it`, async () => {
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    once("PUT", says(status, { errors: [{ status, code: "No", message: "no" }] }));
    await save(page);
    await press(page, "Enter another token");
    await page.locator("#token").fill(token);
    await press(page, "Connect");
    await arrived(page, "record");
    assert.equal((await stored(token)).first_name, "Grace");
    await page.context().close();
  });
}

test("what the server alone refuses is said with the limits that it has", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const errors = [
    { field: "first_name", issue: "too_long", message: "First name must be 4 characters or fewer" },
    { field: "date_of_birth", issue: "age_below_minimum", message: "You must be 60 or older" },
    { field: "last_name", issue: "name_digits", message: "The server's own words" },
  ];
  once("PUT", says(400, { errors: errors.map((error) => ({ status: 400, code: "ValidationError", ...error })) }));
  await save(page);
  await page.locator("#summary").waitFor();
  assert.equal(await message(page, "first_name"), "First name must be 4 characters or fewer");
  assert.equal(await message(page, "date_of_birth"), "You must be 60 or older");
  assert.equal(await message(page, "last_name"), "Last name must not have digits", "the page's words need no limit");
  await page.context().close();
});

test("a complaint about what is not asked is in nobody's way", async () => {
  const page = await openPage(kit.browser);
  await connect(page, kit.proxy.address, await kit.service.token());
  await arrived(page, "first_name");
  const { reason, ...profile } = DOCUMENTED;
  await fill(page, profile);
  await press(page, "Review changes");
  await arrived(page, "save");
  const error = { status: 400, code: "ValidationError", message: "reason is required", field: "reason" };
  once("POST", says(400, { errors: [error] }));
  await save(page);
  await page.locator("#notice").getByText("reason is required").waitFor();
  await save(page);
  await arrived(page, "record");
  await page.context().close();
});

test("an undo that cannot be told what is stored can be taken back", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  await page.context().setOffline(true);
  await save(page);
  await page.locator("#notice").waitFor();
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  await press(page, "Undo my changes");
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  assert.equal(await inForm(page), "Grace");

  await press(page, "Undo my changes");
  await page.locator("#notice").waitFor();
  await page.context().setOffline(false);
  await arrived(page, "first_name");
  assert.equal(await inForm(page), "API");
  await page.locator("#announcement").getByText("Your changes were undone").waitFor({ state: "attached" });
  await press(page, "Bring back what I typed");
  assert.equal(await inForm(page), "Grace");
  await page.context().close();
});

test("an undo whose token is not taken can be taken back", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  once("PUT", says(502, {}));
  await save(page);
  await page.locator("#notice").waitFor();
  for (const back of [() => press(page, "Back to the form"), () => page.goBack()]) {
    if ((await page.locator("#save").count()) > 0) await press(page, "Back to the form");
    await arrived(page, "first_name");
    once("GET", refused);
    await press(page, "Undo my changes");
    await page.getByText("What you typed is still here").waitFor();
    await arrived(page, "token");
    await back();
    await arrived(page, "first_name");
    assert.equal(await inForm(page), "Grace");
  }

  once("GET", refused);
  await press(page, "Undo my changes");
  await page.locator("#token").fill(token);
  await press(page, "Connect");
  await arrived(page, "first_name");
  assert.equal(await inForm(page), "API");
  await press(page, "Bring back what I typed");
  assert.equal(await inForm(page), "Grace");
  await page.context().close();
});

test("after a clear no, an undo asks nobody", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  once("PUT", says(400, { errors: [{ status: 400, code: "No", message: "no", field: "first_name" }] }));
  await save(page);
  await page.locator("#summary").waitFor();
  kit.proxy.seen.length = 0;
  await press(page, "Undo my changes");
  assert.equal(await inForm(page), "API");
  assert.deepEqual(kit.proxy.seen, []);
  await page.context().close();
});

test("what follows an undo takes its way back, a pasted date too", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#first_name").fill("Grace");
  await press(page, "Undo my changes");
  await page.locator("#date_of_birth-year").evaluate((box) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "3 March 1970");
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.getByRole("button", { name: "Undo my changes" }).waitFor();
  assert.equal(await page.locator("#date_of_birth-year").inputValue(), "1970");
  await page.context().close();
});

test("a server that does not tell the reason again has saved", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  kit.proxy.change = (answer, entry) => {
    if (!ofProfile(entry)) return;
    const body = JSON.parse(answer.body);
    delete body.data[0].reason;
    answer.body = Buffer.from(JSON.stringify(body));
    delete answer.headers["content-length"];
  };
  await save(page);
  await arrived(page, "record");
  assert.equal((await stored(token)).first_name, "Grace");
  assert.equal(kit.proxy.calls("PUT").length, 1);
  await page.context().close();
});

test("the same change made elsewhere leaves nothing to save, and nothing to decide", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Grace", reason: "in another tab" });
  await save(page);
  await page.getByText("Nothing is different from what is stored").first().waitFor();
  assert.equal((await stored(token)).reason, "in another tab");
  await page.context().close();
});

test("a token of somebody without a profile makes none of what is typed", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const others = await kit.service.token();
  once("PUT", refused);
  await save(page);
  await page.locator("#token").fill(others);
  await press(page, "Connect");
  await page.getByText("The server does not know this profile").first().waitFor();
  assert.equal(kit.proxy.calls("POST").length, 0);
  assert.equal((await kit.service.call("GET", others)).status, 404);
  await page.context().close();
});

test("a record that is saved again, unchanged, is guarded all the same", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  let turn = 0;
  kit.proxy.fail = async ({ method }) => {
    if (method !== "PUT") return false;
    turn++;
    const last_name = turn > 2 ? "Kay" : DOCUMENTED.last_name;
    await kit.service.call("PUT", token, { ...DOCUMENTED, last_name, reason: `somebody else, ${turn}` });
    return false;
  };
  await save(page);
  await page.getByText("This profile was changed meanwhile").first().waitFor();
  assert.equal((await stored(token)).last_name, "Kay");
  assert.ok(kit.proxy.calls("PUT").every(({ headers }) => headers["if-match"]));

  // Somebody who always is quicker: it fails, and nothing is overwritten.
  kit.proxy.fail = null;
  const other = await openPage(kit.browser);
  const again = await toReview(other);
  turn = -100;
  kit.proxy.fail = async ({ method }) => {
    if (method !== "PUT") return false;
    await kit.service.call("PUT", again, { ...DOCUMENTED, reason: `somebody else, ${turn++}` });
    return false;
  };
  await save(other);
  await other.locator("#notice").waitFor();
  assert.equal((await stored(again)).first_name, DOCUMENTED.first_name);
  assert.ok(kit.proxy.calls("PUT").every(({ headers }) => headers["if-match"]));
  await page.context().close();
  await other.context().close();
});

test("what the server writes otherwise than it was sent is saved", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  kit.proxy.change = (answer) => {
    answer.body = Buffer.from(answer.body.toString().replaceAll('"Grace"', '"GRACE"'));
  };
  await save(page);
  await arrived(page, "record");
  assert.match(await page.locator("#record").innerText(), /GRACE/);
  assert.equal(kit.proxy.calls("PUT").length, 1);
  assert.equal((await stored(token)).first_name, "Grace");
  await page.context().close();
});

test("what is brought back is what was typed, and nothing of what somebody else changed", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, last_name: "Kay", reason: "somebody else" });
  await save(page);
  await page.getByText("This profile was changed meanwhile").first().waitFor();
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  await press(page, "Undo my changes");
  assert.equal(await inForm(page), "API");
  await press(page, "Bring back what I typed");
  assert.equal(await inForm(page), "Grace");
  assert.equal(await page.locator("#last_name").inputValue(), "Kay");
  assert.equal(await page.locator("#reason").inputValue(), "a new name");
  await press(page, "Review changes");
  await arrived(page, "save");
  assert.doesNotMatch(await page.locator(".changes").innerText(), /Kay/);
  await save(page);
  await arrived(page, "record");
  const { first_name, last_name } = await stored(token);
  assert.deepEqual([first_name, last_name], ["Grace", "Kay"]);
  await page.context().close();
});

const changes = (page) => page.locator(".changes").innerText();
const conflict = (page) => page.getByRole("heading", { name: "This profile was changed meanwhile" }).waitFor();

test("back from somebody else's change, what only they changed is theirs, and no change of one's own", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  const theirs = { ...DOCUMENTED, first_name: "Alan", last_name: "Kay", employment_status: "student" };
  await kit.service.call("PUT", token, { ...theirs, reason: "theirs" });
  await save(page);
  await conflict(page);
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  assert.equal(await inForm(page), "Grace", "both changed it");
  assert.equal(await page.locator("#last_name").inputValue(), "Kay");
  assert.equal(await page.locator("input[name=employment_status]:checked").inputValue(), "student");
  await press(page, "Review changes");
  await arrived(page, "save");
  assert.doesNotMatch(await changes(page), /Kay|Student/);
  await save(page);
  await conflict(page);
  assert.equal(await page.locator("fieldset").count(), 1, "the first name alone is to be picked");
  assert.equal((await stored(token)).first_name, "Alan");
  await page.getByLabel("Grace (yours)").check();
  await page.getByRole("button", { name: "Review changes" }).dispatchEvent("click");
  await arrived(page, "save");
  await save(page);
  await arrived(page, "record");
  const now = await stored(token);
  assert.deepEqual([now.first_name, now.last_name, now.employment_status], ["Grace", "Kay", "student"]);
  await page.context().close();
});

for (const noTags of [false, true]) {
  test(`picks that are made stand after going back, ${noTags ? "without" : "with"} versions`, async () => {
    if (noTags) kit.proxy.change = ({ headers }) => delete headers.etag;
    const page = await openPage(kit.browser);
    const token = await openForm(page, kit);
    await page.locator("#first_name").fill("Grace");
    await page.locator("#last_name").fill("Hopper");
    await page.locator("#reason").fill("a new name");
    await press(page, "Review changes");
    await arrived(page, "save");
    await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", last_name: "Kay", reason: "theirs" });
    await save(page);
    await conflict(page);
    await page.getByLabel("Alan (saved meanwhile)").check();
    await press(page, "Back to the form");
    await arrived(page, "first_name");
    assert.deepEqual([await inForm(page), await page.locator("#last_name").inputValue()], ["Alan", "Hopper"]);
    await press(page, "Review changes");
    await arrived(page, "save");
    assert.doesNotMatch(await changes(page), /Alan/);
    await save(page);
    await conflict(page);
    await page.getByLabel("Hopper (yours)").check();
    await page.goBack();
    await arrived(page, "first_name");
    kit.proxy.seen.length = 0;
    await press(page, "Review changes");
    await arrived(page, "save");
    assert.match(await changes(page), /Before: Kay\s+Now: Hopper/);
    await save(page);
    await arrived(page, "record");
    const { first_name, last_name } = await stored(token);
    assert.deepEqual([first_name, last_name], ["Alan", "Hopper"]);
    assert.equal(kit.proxy.calls("PUT").length, 1);
    await page.context().close();
  });
}

test("what is picked and gone back with is compared again: a third change is not overwritten", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  await save(page);
  await conflict(page);
  await page.getByLabel("Grace (yours)").check();
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Ada", reason: "a third" });
  await press(page, "Review changes");
  await arrived(page, "save");
  await save(page);
  await conflict(page);
  assert.equal((await stored(token)).first_name, "Ada");
  await page.context().close();
});

/** The next change gets no answer, and is not made. */
const lose = () =>
  once("PUT", (response) => {
    cutOff(response);
    return true;
  });
const lost = (page) => page.locator("#notice").getByText("The connection broke").waitFor();
const labels = (page) => page.locator(".changes dt").allTextContents();

for (const noTags of [false, true]) {
  test(`after a lost answer, what others changed is no change of one's own, ${noTags ? "without" : "with"} versions`, async () => {
    if (noTags) kit.proxy.change = ({ headers }) => delete headers.etag;
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    lose();
    await save(page);
    await lost(page);
    const theirs = { first_name: "Alan", gender: "female", tax_identification_number: "ABCPE1234F" };
    await kit.service.call("PUT", token, { ...DOCUMENTED, ...theirs, reason: "theirs" });
    await save(page);
    await conflict(page);
    await press(page, "Back to the form");
    await arrived(page, "first_name");
    await press(page, "Review changes");
    await arrived(page, "save");
    assert.deepEqual(await labels(page), ["First name", "Reason for this change"]);
    assert.match(await changes(page), /Before: Alan\s+Now: Grace/);
    await page.context().close();
  });

  test(`an answer typed back to what it was is nobody else's to pick, ${noTags ? "without" : "with"} versions`, async () => {
    if (noTags) kit.proxy.change = ({ headers }) => delete headers.etag;
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
    await save(page);
    await conflict(page);
    await press(page, "Back to the form");
    await arrived(page, "first_name");
    await page.locator("#first_name").fill("API");
    await press(page, "Review changes");
    await arrived(page, "save");
    assert.match(await changes(page), /Before: Alan\s+Now: API/);
    await save(page);
    await conflict(page);
    assert.equal(await page.locator("input:checked").count(), 0);
    await page.getByLabel("API (yours)").waitFor();
    await press(page, "Back to the form");
    await arrived(page, "first_name");
    assert.equal(await inForm(page), "API");
    await page.context().close();
  });
}

test("what the server refused was never stored, and stands in no review", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  once("PUT", says(400, { errors: [{ status: 400, code: "ValidationError", field: "first_name", message: "no" }] }));
  await save(page);
  await page.locator("#summary").waitFor();
  await page.locator("#first_name").fill("API");
  await page.locator("#last_name").fill("Hopper");
  await press(page, "Review changes");
  await arrived(page, "save");
  lose();
  await save(page);
  await lost(page);
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  await press(page, "Review changes");
  await arrived(page, "save");
  assert.deepEqual(await labels(page), ["Last name", "Reason for this change"]);
  await page.context().close();
});

for (const noTags of [false, true]) {
  test(`what others take back while nothing is picked is asked about, ${noTags ? "without" : "with"} versions`, async () => {
    if (noTags) kit.proxy.change = ({ headers }) => delete headers.etag;
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
    await save(page);
    await conflict(page);
    await press(page, "Back to the form");
    await arrived(page, "first_name");
    await page.locator("#first_name").fill("Alan");
    await page.locator("#last_name").fill("Hopper");
    await press(page, "Review changes");
    await arrived(page, "save");
    assert.deepEqual(await labels(page), ["Last name", "Reason for this change"]);
    await kit.service.call("PUT", token, { ...DOCUMENTED, reason: "taken back" });
    await save(page);
    await conflict(page);
    const { first_name, last_name } = await stored(token);
    assert.deepEqual([first_name, last_name], ["API", "doge"], "nothing is saved that no review showed");
    await page.context().close();
  });

  test(`what was refused and others saved is theirs, ${noTags ? "without" : "with"} versions`, async () => {
    if (noTags) kit.proxy.change = ({ headers }) => delete headers.etag;
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    once("PUT", says(403, { errors: [{ status: 403, code: "Forbidden", message: "no" }] }));
    await save(page);
    await page.locator("#notice").waitFor();
    await press(page, "Back to the form");
    await arrived(page, "first_name");
    await page.locator("#first_name").fill("Ada");
    await press(page, "Review changes");
    await arrived(page, "save");
    await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Grace", reason: "a new name" });
    await save(page);
    await conflict(page);
    assert.equal((await stored(token)).first_name, "Grace");
    await page.context().close();
  });
}

for (const noTags of [false, true]) {
  const versions = noTags ? "without" : "with";

  test(`a success that tells of somebody else is none, ${versions} versions`, async () => {
    if (noTags) kit.proxy.change = ({ headers }) => delete headers.etag;
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    // As a cache answers that stands between.
    kit.proxy.fail = async ({ method }, { response }) => {
      if (method !== "PUT") return false;
      const { tag, json } = await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
      return says(200, json, noTags ? {} : { etag: tag })(response);
    };
    await save(page);
    await conflict(page);
    assert.equal(await page.locator("input:checked").count(), 0);
    await page.context().close();
  });

  test(`what others set back after a lost answer is asked about, ${versions} versions`, async () => {
    if (noTags) kit.proxy.change = ({ headers }) => delete headers.etag;
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    kit.proxy.fail = async ({ method }, { response, forward }) => {
      if (method !== "PUT") return false;
      kit.proxy.fail = undefined;
      await forward();
      cutOff(response);
      return true;
    };
    await save(page);
    await lost(page);
    assert.equal((await stored(token)).first_name, "Grace");
    await kit.service.call("PUT", token, { ...DOCUMENTED, reason: "set back" });
    await save(page);
    await conflict(page);
    assert.equal(await page.locator("input:checked").count(), 0, "both changed it");
    assert.equal((await stored(token)).first_name, "API");
    await page.context().close();
  });

  test(`what a server makes of a reason is its business, ${versions} versions`, async () => {
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    kit.proxy.change = (answer) => {
      if (noTags) delete answer.headers.etag;
      answer.body = Buffer.from(answer.body.toString().replaceAll('"a new name"', '"A NEW NAME"'));
    };
    await save(page);
    await arrived(page, "record");
    assert.equal((await stored(token)).first_name, "Grace");
    await page.context().close();
  });
}

test("a conflict that names an answer is brought to it, and not repeated", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const error = { status: 409, code: "Conflict", message: "Somebody has this number", field: "tax_identification_number" };
  once("PUT", says(409, { errors: [error] }));
  await save(page);
  await page.locator("#summary").waitFor();
  assert.equal(await message(page, "tax_identification_number"), "Somebody has this number");
  assert.equal(kit.proxy.calls("PUT").length, 1);
  await page.context().close();
});

test("a page around it that brings another token at each refusal is not followed for ever", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await page.evaluate((token) => {
    const { fetch } = window;
    window.fetch = async (...request) => {
      const response = await fetch(...request);
      if (!response.ok) globalThis.clientProfile.connect(token);
      return response;
    };
  }, token);
  kit.proxy.fail = async ({ method }, { response }) =>
    method === "PUT" && says(429, {}, { "retry-after": "30" })(response);
  await save(page);
  await page.locator("#notice").getByText("The server asks you to wait").waitFor();
  assert.ok(kit.proxy.calls("PUT").length < 10);
  await page.context().close();
});

test("an answer typed back to what it was is brought back as well", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  await save(page);
  await conflict(page);
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  await page.locator("#first_name").fill("API");
  await press(page, "Undo my changes");
  await arrived(page, "first_name");
  assert.equal(await inForm(page), "Alan");
  await press(page, "Bring back what I typed");
  assert.equal(await inForm(page), "API");
  await page.context().close();
});

test("a wait that the token before was told holds nobody back", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const { client } = await kit.service.newestToken();
  const fresh = await kit.service.token(client);
  const saving = hold(({ method }) => method === "PUT", says(429, {}, { "retry-after": "3600" }));
  await save(page);
  await saving.reached;
  await use(page, fresh);
  saving.open();
  await arrived(page, "record");
  await page.context().close();
});

test("a record that was said to be another, and could not be read, is asked for by an undo", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  once("GET", says(500, {}));
  await save(page);
  await page.locator("#notice").waitFor();
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  await press(page, "Undo my changes");
  await page.locator(".done").getByText("The stored profile has changed meanwhile").waitFor();
  assert.equal(await inForm(page), "Alan");
  await press(page, "Bring back what I typed");
  assert.equal(await page.locator(".done").isVisible(), false, "what was said of the undo is past");
  await page.context().close();
});

test("a wait that was asked of one token is none of the next", async () => {
  const page = await openPage(kit.browser);
  once("GET", says(429, {}, { "retry-after": "3600" }));
  await connect(page, kit.proxy.address, await kit.service.client());
  await page.locator("#notice").getByText("Wait 60 minutes").waitFor();
  await press(page, "Enter another token");
  await page.locator("#token").fill(await kit.service.client());
  await press(page, "Connect");
  await arrived(page, "first_name");
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("a new name");
  await press(page, "Review changes");
  await arrived(page, "save");
  await save(page);
  await arrived(page, "record");
  await page.context().close();
});

test("what has to be said again is said again", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  once("PUT", says(503, {}, { "retry-after": "6000" }));
  await save(page);
  await page.locator("#notice").waitFor();
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  await press(page, "Undo my changes");
  const region = page.locator("#announcement");
  const said = /^The server asks you to wait. Wait 60 minutes/;
  await region.getByText(said).waitFor({ state: "attached" });
  await page.evaluate(() => {
    window.told = [];
    const region = document.getElementById("announcement");
    new MutationObserver(() => window.told.push(region.textContent)).observe(region, {
      childList: true, characterData: true, subtree: true,
    });
  });
  await press(page, "Review changes");
  await arrived(page, "save");
  await region.getByText(said).waitFor({ state: "attached" });
  assert.match((await page.evaluate(() => window.told)).at(-1) ?? "", said);
  await page.context().close();
});

test("the browser's Back from an undo that is under way, or went wrong, is the form", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  lose();
  await save(page);
  await lost(page);
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  const held = hold(({ method }) => method === "GET", says(500, {}));
  await press(page, "Undo my changes");
  await held.reached;
  await page.goBack();
  await page.locator("#announcement").getByText("Working").waitFor({ state: "attached" });
  held.open();
  await page.locator("#notice").waitFor();
  await page.goBack();
  await arrived(page, "first_name");
  assert.equal(await inForm(page), "Grace");
  await page.context().close();
});

test("an undo asks nobody before the server wants to be asked", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  once("PUT", says(503, {}, { "retry-after": "60" }));
  await save(page);
  await page.locator("#notice").waitFor();
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  kit.proxy.seen.length = 0;
  await press(page, "Undo my changes");
  await page.locator("#notice").getByText(/Wait \d+ seconds/).waitFor();
  assert.equal(await inForm(page), "Grace");
  assert.deepEqual(kit.proxy.seen, []);
  await page.context().close();
});

test("a gateway that has no such path does not say that there is no profile", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  once("PUT", says(502, {}));
  await save(page);
  await page.locator("#notice").waitFor();
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  once("GET", says(404, { message: "no Route matched with those values" }));
  await press(page, "Undo my changes");
  await page.getByText("The server does not know this profile").first().waitFor();
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  assert.equal(await inForm(page), "Grace");
  await page.context().close();
});

test("a first profile under a token that has one is decided field by field", async () => {
  const page = await openPage(kit.browser);
  const others = await kit.service.client({ ...DOCUMENTED, last_name: "Kay", gender: "female" });
  await page.goto(kit.proxy.address);
  await page.locator("#token").fill(await kit.service.token());
  await press(page, "Connect");
  await arrived(page, "first_name");
  const { reason, ...profile } = DOCUMENTED;
  await fill(page, { ...profile, first_name: "Grace" });
  await press(page, "Review changes");
  await arrived(page, "save");
  once("POST", refused);
  await save(page);
  await page.locator("#token").fill(others);
  await press(page, "Connect");
  await page.getByRole("heading", { name: "There is a profile under this token already" }).waitFor();
  assert.equal((await stored(others)).first_name, DOCUMENTED.first_name);
  await page.locator("input[name=last_name][value=theirs]").check();
  await page.locator("input[name=gender][value=mine]").check();
  await press(page, "Back to the form");
  await arrived(page, "first_name");
  assert.equal(await inForm(page), "Grace");
  assert.equal(await page.locator("#last_name").inputValue(), "Kay", "what was picked stands");
  await page.locator("#reason").fill("a new name");
  await press(page, "Review changes");
  await arrived(page, "save");
  await save(page);
  await page.getByRole("heading", { name: "This profile was changed meanwhile" }).waitFor();
  assert.equal(await page.locator("input[name=gender]:checked").inputValue(), "mine");
  await page.context().close();
});

test("a success that left something as it was is none", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  // As a cache answers that stands between: with what somebody else saved.
  kit.proxy.fail = async ({ method }, { response, forward }) => {
    if (method !== "PUT") return false;
    const { tag, json } = await kit.service.call("PUT", token, { ...DOCUMENTED, last_name: "Kay", reason: "theirs" });
    return says(200, json, { etag: tag })(response);
  };
  await save(page);
  await page.getByRole("heading", { name: "This profile was changed meanwhile" }).waitFor();
  assert.equal((await stored(token)).first_name, DOCUMENTED.first_name);
  await page.context().close();
});

test("a version that lost its quotes on the way is sent with them", async () => {
  kit.proxy.change = ({ headers }) => {
    if (headers.etag) headers.etag = headers.etag.replaceAll('"', "");
  };
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await save(page);
  await arrived(page, "record");
  assert.equal((await stored(token)).first_name, "Grace");
  assert.equal(kit.proxy.calls("PUT").length, 1);
  assert.match(kit.proxy.calls("PUT")[0].headers["if-match"], /^"[^"]+"$/);
  await page.context().close();
});

test("versions that a proxy alters keep nobody from saving", async () => {
  kit.proxy.change = ({ headers }) => {
    if (headers.etag) headers.etag = headers.etag.replace(/"$/, '-gzip"');
  };
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await save(page);
  await arrived(page, "record");
  assert.equal((await stored(token)).first_name, "Grace");
  const last = kit.proxy.calls("PUT").at(-1);
  assert.equal(last.headers["if-match"], undefined);
  await page.context().close();
});
