// Somebody else saves, or an answer is lost, and nothing of anybody is overwritten unseen.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, fill, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import {
  changes, conflict, inForm, labels, lost, meanwhile, ofProfile, press, refused, review, save, says,
  toForm,
} from "./kit/meanwhile.js";
import { DOCUMENTED } from "./kit/service.js";
import { enter, openForm } from "./kit/ways.js";

const kit = useKit();
const { bothWays, lose, loseLanded, once, stored, toReview } = meanwhile(kit);

test("the same change made elsewhere leaves nothing to save, and nothing to decide", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Grace", reason: "in another tab" });
  await save(page);
  await page.getByText("Nothing is different from what is stored").first().waitFor();
  assert.equal((await stored(token)).reason, "in another tab");
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

test("back from somebody else's change, what only they changed is theirs, and no change of one's own", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  const theirs = { ...DOCUMENTED, first_name: "Alan", last_name: "Kay", employment_status: "student" };
  await kit.service.call("PUT", token, { ...theirs, reason: "theirs" });
  await save(page);
  await conflict(page);
  await toForm(page);
  assert.equal(await inForm(page), "Grace", "both changed it");
  assert.equal(await page.locator("#last_name").inputValue(), "Kay");
  assert.equal(await page.locator("input[name=employment_status]:checked").inputValue(), "student");
  await review(page);
  assert.doesNotMatch(await changes(page), /Kay|Student/);
  await save(page);
  await conflict(page);
  assert.equal(await page.locator("fieldset").count(), 1, "the first name alone is to be picked");
  const translated = (text) => page.getByText(text).first().evaluate(({ translate }) => translate);
  assert.deepEqual(await Promise.all(["Grace (yours)", "Before: ", "First name"].map(translated)), [false, false, true]);
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

bothWays("picks that are made stand after going back", async () => {
  const page = await openPage(kit.browser);
  const token = await openForm(page, kit);
  await page.locator("#first_name").fill("Grace");
  await page.locator("#last_name").fill("Hopper");
  await page.locator("#reason").fill("a new name");
  await review(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", last_name: "Kay", reason: "theirs" });
  await save(page);
  await conflict(page);
  await page.getByLabel("Alan (saved meanwhile)").check();
  await toForm(page);
  assert.deepEqual([await inForm(page), await page.locator("#last_name").inputValue()], ["Alan", "Hopper"]);
  await review(page);
  assert.doesNotMatch(await changes(page), /Alan/);
  await save(page);
  await conflict(page);
  await page.getByLabel("Hopper (yours)").check();
  await page.goBack();
  await arrived(page, "first_name");
  kit.proxy.seen.length = 0;
  await review(page);
  assert.match(await changes(page), /Before: Kay\s+Now: Hopper/);
  await save(page);
  await arrived(page, "record");
  const { first_name, last_name } = await stored(token);
  assert.deepEqual([first_name, last_name], ["Alan", "Hopper"]);
  assert.equal(kit.proxy.calls("PUT").length, 1);
  await page.context().close();
});

test("what is picked and gone back with is compared again: a third change is not overwritten", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  await save(page);
  await conflict(page);
  await page.getByLabel("Grace (yours)").check();
  await toForm(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Ada", reason: "a third" });
  await review(page);
  await save(page);
  await conflict(page);
  assert.equal((await stored(token)).first_name, "Ada");
  await page.context().close();
});

bothWays("after a lost answer, what others changed is no change of one's own", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  lose();
  await save(page);
  await lost(page);
  const theirs = { first_name: "Alan", gender: "female", tax_identification_number: "ABCPE1234F" };
  await kit.service.call("PUT", token, { ...DOCUMENTED, ...theirs, reason: "theirs" });
  await save(page);
  await conflict(page);
  await toForm(page);
  await review(page);
  assert.deepEqual(await labels(page), ["First name", "Reason for this change"]);
  assert.match(await changes(page), /Before: Alan\s+Now: Grace/);
  await page.context().close();
});

bothWays("an answer typed back to what it was is nobody else's to pick", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  await save(page);
  await conflict(page);
  await toForm(page);
  await page.locator("#first_name").fill("API");
  await review(page);
  assert.match(await changes(page), /Before: Alan\s+Now: API/);
  await save(page);
  await conflict(page);
  assert.equal(await page.locator("input:checked").count(), 0);
  await page.getByLabel("API (yours)").waitFor();
  await toForm(page);
  assert.equal(await inForm(page), "API");
  await page.context().close();
});

test("what the server refused was never stored, and stands in no review", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  once("PUT", says(400, { errors: [{ status: 400, code: "ValidationError", field: "first_name", message: "no" }] }));
  await save(page);
  await page.locator("#summary").waitFor();
  await page.locator("#first_name").fill("API");
  await page.locator("#last_name").fill("Hopper");
  await review(page);
  lose();
  await save(page);
  await lost(page);
  await toForm(page);
  await review(page);
  assert.deepEqual(await labels(page), ["Last name", "Reason for this change"]);
  await page.context().close();
});

bothWays("what others take back while nothing is picked is asked about", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  await save(page);
  await conflict(page);
  await toForm(page);
  await page.locator("#first_name").fill("Alan");
  await page.locator("#last_name").fill("Hopper");
  await review(page);
  assert.deepEqual(await labels(page), ["Last name", "Reason for this change"]);
  await kit.service.call("PUT", token, { ...DOCUMENTED, reason: "taken back" });
  await save(page);
  await conflict(page);
  const { first_name, last_name } = await stored(token);
  assert.deepEqual([first_name, last_name], ["API", "doge"], "nothing is saved that no review showed");
  await page.context().close();
});

bothWays("what was refused and others saved is theirs", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  once("PUT", says(403, { errors: [{ status: 403, code: "Forbidden", message: "no" }] }));
  await save(page);
  await page.locator("#notice").waitFor();
  await toForm(page);
  await page.locator("#first_name").fill("Ada");
  await review(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Grace", reason: "a new name" });
  await save(page);
  await conflict(page);
  assert.equal((await stored(token)).first_name, "Grace");
  await page.context().close();
});

bothWays("what others set back after a lost answer is asked about", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await loseLanded(page);
  assert.equal((await stored(token)).first_name, "Grace");
  await kit.service.call("PUT", token, { ...DOCUMENTED, reason: "set back" });
  await save(page);
  await conflict(page);
  assert.equal(await page.locator("input:checked").count(), 0, "both changed it");
  assert.equal((await stored(token)).first_name, "API");
  await page.context().close();
});

test("a first profile under a token that has one is decided field by field", async () => {
  const page = await openPage(kit.browser);
  const others = await kit.service.client({ ...DOCUMENTED, last_name: "Kay", gender: "female" });
  await enter(page, kit, await kit.service.token());
  const { reason, ...profile } = DOCUMENTED;
  await fill(page, { ...profile, first_name: "Grace" });
  await review(page);
  once("POST", refused);
  await save(page);
  await page.locator("#token").fill(others);
  await press(page, "Connect");
  await page.getByRole("heading", { name: "There is a profile under this token already" }).waitFor();
  assert.equal((await stored(others)).first_name, DOCUMENTED.first_name);
  await page.locator("input[name=last_name][value=theirs]").check();
  await page.locator("input[name=gender][value=mine]").check();
  await toForm(page);
  assert.equal(await inForm(page), "Grace");
  assert.equal(await page.locator("#last_name").inputValue(), "Kay", "what was picked stands");
  await page.locator("#reason").fill("a new name");
  await review(page);
  await save(page);
  await page.getByRole("heading", { name: "This profile was changed meanwhile" }).waitFor();
  assert.equal(await page.locator("input[name=gender]:checked").inputValue(), "mine");
  await page.context().close();
});

test("what is advised of theirs is no advice on what stood there before", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  const theirs = { first_name: "Alan", tax_residence_country: "us", tax_identification_number: "123-45-6789" };
  await kit.service.call("PUT", token, { ...DOCUMENTED, ...theirs, reason: "theirs" });
  await toForm(page);
  await page.locator("#tax_identification_number").focus();
  await page.locator("#tax_identification_number").fill("ABC");
  await page.locator("#tax_identification_number").fill(DOCUMENTED.tax_identification_number);
  await page.keyboard.press("Tab");
  await page.locator("#tax_identification_number-advice").getByText("PAN (India)").waitFor();
  await review(page);
  await save(page);
  await conflict(page);
  await toForm(page);
  assert.equal(await page.locator("#tax_identification_number").inputValue(), "123-45-6789");
  assert.equal(await page.getByText("PAN (India) looks like").count(), 0);
  await page.context().close();
});

test("the review is of the record that a save went on from", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  await loseLanded(page);
  await toForm(page);
  await page.locator("#last_name").fill("Hopper");
  await review(page);
  assert.deepEqual(await labels(page), ["First name", "Last name", "Reason for this change"]);
  once("PUT", says(500, {}), 2);
  await save(page);
  await page.locator("#notice").getByText("The server has a problem").waitFor();
  assert.deepEqual(await labels(page), ["Last name", "Reason for this change"]);
  await page.context().close();
});

test("a word that only the record before had, and that is picked, stays a choice", async () => {
  const page = await openPage(kit.browser);
  kit.proxy.change = (answer, entry) => {
    if (!ofProfile(entry)) return;
    delete answer.headers["content-length"];
    answer.body = Buffer.from(answer.body.toString().replace('"gender":"male"', '"gender":"x_word"'));
  };
  const token = await toReview(page);
  const { tag, json } = await kit.service.call("PUT", token, { ...DOCUMENTED, gender: "female", reason: "theirs" });
  once("PUT", says(412, { ...json, errors: [{ status: 412, code: "PreconditionFailed", message: "no" }] }, { etag: tag }));
  await save(page);
  await conflict(page);
  await page.getByLabel("x word (as before)").check();
  await page.getByRole("button", { name: "Review changes" }).dispatchEvent("click");
  await arrived(page, "save");
  assert.match(await changes(page), /x word/);
  await page.context().close();
});
