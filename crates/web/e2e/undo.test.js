// An undo, whatever is known of what is stored, and the way back from it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import {
  changes, conflict, inForm, lost, meanwhile, press, refused, review, save, says, toForm,
} from "./kit/meanwhile.js";
import { DOCUMENTED } from "./kit/service.js";
import { openForm } from "./kit/ways.js";

const kit = useKit();
const { hold, lose, loseLanded, once, stored, tellLess, toReview } = meanwhile(kit);

test("an undo that cannot be told what is stored can be taken back", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  await page.context().setOffline(true);
  await save(page);
  await page.locator("#notice").waitFor();
  await toForm(page);
  await press(page, "Undo my changes");
  await toForm(page);
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
    if ((await page.locator("#save").count()) > 0) await toForm(page);
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

test("what is brought back is what was typed, and nothing of what somebody else changed", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, last_name: "Kay", reason: "somebody else" });
  await save(page);
  await page.getByText("This profile was changed meanwhile").first().waitFor();
  await toForm(page);
  await press(page, "Undo my changes");
  assert.equal(await inForm(page), "API");
  await press(page, "Bring back what I typed");
  assert.equal(await inForm(page), "Grace");
  assert.equal(await page.locator("#last_name").inputValue(), "Kay");
  assert.equal(await page.locator("#reason").inputValue(), "a new name");
  await review(page);
  assert.doesNotMatch(await page.locator(".changes").innerText(), /Kay/);
  await save(page);
  await arrived(page, "record");
  const { first_name, last_name } = await stored(token);
  assert.deepEqual([first_name, last_name], ["Grace", "Kay"]);
  await page.context().close();
});

test("an answer typed back to what it was is brought back as well", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  await save(page);
  await conflict(page);
  await toForm(page);
  await page.locator("#first_name").fill("API");
  await press(page, "Undo my changes");
  await arrived(page, "first_name");
  assert.equal(await inForm(page), "Alan");
  await press(page, "Bring back what I typed");
  assert.equal(await inForm(page), "API");
  await page.context().close();
});

test("an undo after a save that went on from what had been saved says so", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  await loseLanded(page);
  await toForm(page);
  await page.locator("#last_name").fill("Hopper");
  await review(page);
  // It is read that Grace is stored; then Hopper is refused.
  once("PUT", says(400, { errors: [{ status: 400, code: "ValidationError", field: "last_name", message: "no" }] }), 2);
  await save(page);
  await page.locator("#summary").waitFor();
  await press(page, "Undo my changes");
  await page.locator(".done").getByText("What you sent had been saved: this is what is stored now").waitFor();
  assert.equal(await inForm(page), "Grace");
  assert.equal(await page.locator("#last_name").inputValue(), DOCUMENTED.last_name);
  await page.context().close();
});

test("a record that was said to be another, and could not be read, is asked for by an undo", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  tellLess(({ data, ...answer }, { status }) => (status === 412 ? answer : { ...answer, data }));
  once("GET", says(500, {}));
  await save(page);
  await page.locator("#notice").waitFor();
  await toForm(page);
  await press(page, "Undo my changes");
  await page.locator(".done").getByText("The stored profile has changed meanwhile").waitFor();
  assert.equal(await inForm(page), "Alan");
  await press(page, "Bring back what I typed");
  assert.equal(await page.locator(".done").isVisible(), false, "what was said of the undo is past");
  await page.context().close();
});

test("the browser's Back from an undo that is under way, or went wrong, is the form", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  lose();
  await save(page);
  await lost(page);
  await toForm(page);
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
  await toForm(page);
  await page.locator("#last_name").fill("");
  await press(page, "Review changes");
  await page.locator("#summary").waitFor();
  kit.proxy.seen.length = 0;
  await press(page, "Undo my changes");
  await page.locator("#notice").getByText(/Wait \d+ seconds/).waitFor();
  assert.ok(await page.locator("#summary").isVisible(), "what is in the way is in it still");
  assert.equal(await inForm(page), "Grace");
  assert.deepEqual(kit.proxy.seen, []);
  await page.context().close();
});

test("an undo under a token of somebody without a profile makes no first one of what is typed", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  once("PUT", says(502, {}));
  await save(page);
  await page.locator("#notice").waitFor();
  await toForm(page);
  once("GET", refused);
  await press(page, "Undo my changes");
  await page.locator("#token").fill(await kit.service.token());
  await press(page, "Connect");
  await page.getByText("The server does not know this profile").first().waitFor();
  await toForm(page);
  assert.equal(await inForm(page), "Grace");
  assert.ok(await page.locator("#reason").isVisible(), "it is a change still");
  await page.context().close();
});

test("an undo takes away what the server said to what is undone", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const errors = [{ field: "last_name", message: "no" }, { message: "Identity check failed" }];
  once("PUT", says(400, { errors: errors.map((error) => ({ status: 400, code: "No", ...error })) }));
  await save(page);
  await page.locator("#notice").getByText("Identity check failed").waitFor();
  await press(page, "Undo my changes");
  await page.locator("#notice").waitFor({ state: "detached" });
  assert.equal(await inForm(page), DOCUMENTED.first_name);
  await page.context().close();
});
