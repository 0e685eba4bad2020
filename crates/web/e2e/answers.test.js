// What servers, and what stands before them, make of an answer: saved or not, whose, which version.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, fill, message, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import {
  belongsToAnother, conflict, lost, meanwhile, ofProfile, press, review, save, says, toForm, use,
} from "./kit/meanwhile.js";
import { DOCUMENTED } from "./kit/service.js";
import { enter, openForm } from "./kit/ways.js";

const kit = useKit();
const { bothWays, lose, loseLanded, once, stored, tellLess, toReview } = meanwhile(kit);
/** Whether each change named a version. */
const guarded = () => kit.proxy.calls("PUT").every(({ headers }) => headers["if-match"]);

test("a server that does not tell the reason again has saved", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  tellLess(({ data, ...answer }) => {
    delete data[0].reason;
    return { data, ...answer };
  });
  await save(page);
  await arrived(page, "record");
  assert.equal((await stored(token)).first_name, "Grace");
  assert.equal(kit.proxy.calls("PUT").length, 1);
  await page.context().close();
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

bothWays("a success that tells of somebody else is none", async (noTags) => {
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

bothWays("a copy that lags behind is nobody's change", async (noTags) => {
  const page = await openPage(kit.browser);
  const token = await kit.service.client();
  // From then on it has a time.
  const { json: before, tag } = await kit.service.call("PUT", token, { ...DOCUMENTED, reason: "the first" });
  await toReview(page, token);
  kit.proxy.change = ({ headers }, { method }) => {
    if (noTags || method !== "GET") delete headers.etag;
  };
  await save(page);
  await arrived(page, "record");
  await press(page, "Change something else");
  await arrived(page, "first_name");
  await page.locator("#last_name").fill("Hopper");
  await page.locator("#reason").fill("another");
  await review(page);
  let reads = 0;
  kit.proxy.fail = async (entry, { response }) =>
    entry.method === "GET" && ofProfile(entry) && ++reads < 3 && says(200, before, noTags ? {} : { etag: tag })(response);
  await save(page);
  await arrived(page, "record");
  assert.ok(reads > 0);
  const { first_name, last_name } = await stored(token);
  assert.deepEqual([first_name, last_name], ["Grace", "Hopper"]);
  await page.context().close();
});

bothWays("what a server makes of a reason is its business", async (noTags) => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  kit.proxy.change = (answer) => {
    if (noTags) delete answer.headers.etag;
    answer.body = Buffer.from(answer.body.toString().replaceAll('"a new name"', '"A NEW NAME"'));
  };
  await loseLanded(page);
  await toForm(page);
  await page.locator("#last_name").fill("Hopper");
  await review(page);
  await save(page);
  await arrived(page, "record");
  const { first_name, last_name } = await stored(token);
  assert.deepEqual([first_name, last_name], ["Grace", "Hopper"]);
  await page.context().close();
});

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

test("the record that a refusal tells is believed, and not a copy that lags behind", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  const { tag, json } = await kit.service.call("GET", token);
  await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
  kit.proxy.fail = async ({ method }, { response }) => method === "GET" && says(200, json, { etag: tag })(response);
  await save(page);
  await conflict(page);
  assert.equal((await stored(token)).first_name, "Alan");
  assert.ok(guarded());
  await page.context().close();
});

test("a refusal that says nothing of versions takes none away", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  let turn = 0;
  kit.proxy.fail = async ({ method }, { response }) => {
    if (method !== "PUT") return false;
    turn++;
    if (turn < 3) return says(409, { errors: [{ status: 409, code: "Conflict", message: "another change is being made" }] })(response);
    await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
    return false;
  };
  await save(page);
  await conflict(page);
  assert.equal((await stored(token)).first_name, "Alan");
  assert.ok(guarded());
  await page.context().close();
});

test("what a server says to a first profile is told, though it has none", async () => {
  const page = await openPage(kit.browser);
  await enter(page, kit, await kit.service.token());
  const { reason, ...profile } = DOCUMENTED;
  await fill(page, profile);
  await review(page);
  once("POST", says(409, { errors: [{ status: 409, code: "Conflict", message: "Another client has this number" }] }));
  await save(page);
  await page.locator("#notice").getByText("Another client has this number").waitFor();
  await page.context().close();
});

test("whose record it is stands, though an answer does not tell it again", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  tellLess(({ data, ...answer }, { method }) => {
    if (method === "PUT") delete data[0].client_id;
    return { data, ...answer };
  });
  await save(page);
  await arrived(page, "record");
  await press(page, "Change something else");
  await arrived(page, "first_name");
  const others = await kit.service.client({ ...DOCUMENTED, last_name: "Kay" });
  await page.locator("#first_name").fill("Ada");
  await page.locator("#reason").fill("another name");
  await review(page);
  await use(page, others);
  await save(page);
  await belongsToAnother(page);
  assert.equal((await stored(others)).first_name, DOCUMENTED.first_name);
  await page.context().close();
});

test("a reason that is given after a lost answer is stored, also where it is not told again", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  tellLess(({ data, ...answer }) => {
    delete data?.[0].reason;
    return data ? { data, ...answer } : answer;
  });
  await loseLanded(page);
  await toForm(page);
  await page.locator("#reason").fill("the true reason");
  await review(page);
  await save(page);
  await arrived(page, "record");
  assert.equal((await stored(token)).reason, "the true reason");
  await page.context().close();
});

bothWays("a name that a server writes in letters of its own is saved", async (noTags) => {
  const page = await openPage(kit.browser);
  const token = await openForm(page, kit);
  const plainly = (text) => text?.replace("Łukasz", "LUKASZ");
  tellLess(({ data, ...answer }) => {
    if (data) data[0].first_name = plainly(data[0].first_name);
    return data ? { data, ...answer } : answer;
  }, { noTags });
  await page.locator("#first_name").fill("Łukasz");
  await page.locator("#reason").fill("a new name");
  await review(page);
  kit.proxy.seen.length = 0;
  await save(page);
  await arrived(page, "record");
  assert.match(await page.locator("#record").innerText(), /LUKASZ/);
  assert.equal(kit.proxy.calls("PUT").length, 1);
  assert.equal((await stored(token)).first_name, "Łukasz");
  await page.context().close();
});

test("a reason that only some answers tell is nobody's change", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  tellLess(({ data, ...answer }, { method }) => {
    if (method === "GET") delete data[0].reason;
    return data ? { data, ...answer } : answer;
  }, { noTags: true });
  await save(page);
  await arrived(page, "record");
  await press(page, "Change something else");
  await arrived(page, "first_name");
  await page.locator("#first_name").fill("Ada");
  await page.locator("#reason").fill("another name");
  await review(page);
  lose();
  await save(page);
  await lost(page);
  await save(page);
  await arrived(page, "record");
  assert.equal((await stored(token)).first_name, "Ada");
  await page.context().close();
});

for (const [what, tell] of [
  ["a part of it", ({ first_name }) => ({ first_name })],
  ["what was sent", () => ({ ...DOCUMENTED, first_name: "Grace", reason: "a new name" })],
]) {
  test(`a refusal that repeats ${what} is not believed: the record is read`, async () => {
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    await kit.service.call("PUT", token, { ...DOCUMENTED, first_name: "Alan", reason: "theirs" });
    kit.proxy.change = (answer, entry) => {
      if (entry.method !== "PUT") return;
      const { data, ...rest } = JSON.parse(answer.body);
      answer.body = Buffer.from(JSON.stringify({ data: [tell(data[0])], ...rest }));
      delete answer.headers["content-length"];
      delete answer.headers.etag;
    };
    await save(page);
    await conflict(page);
    assert.deepEqual(await page.locator("fieldset legend").allTextContents(), ["First name"]);
    await page.getByLabel("Alan (saved meanwhile)").waitFor();
    await page.context().close();
  });
}

test("versions that only a refusal has otherwise keep nobody from saving", async () => {
  let turn = 0;
  kit.proxy.change = ({ headers }, { method }) => {
    if (headers.etag) headers.etag = method === "PUT" ? `"other-${turn++}"` : headers.etag.replace(/"$/, '-gzip"');
  };
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await save(page);
  await arrived(page, "record");
  assert.equal((await stored(token)).first_name, "Grace");
  await page.context().close();
});

test("a reason alone that could not be sent can be sent again", async () => {
  const page = await openPage(kit.browser);
  const token = await toReview(page);
  await loseLanded(page);
  await toForm(page);
  await page.locator("#reason").fill("the true reason");
  await review(page);
  once("PUT", says(500, {}), 2);
  await save(page);
  await page.locator("#notice").getByText("The server has a problem").waitFor();
  await save(page);
  await arrived(page, "record");
  assert.equal((await stored(token)).reason, "the true reason");
  await page.context().close();
});

test("numbers of clients are told apart by their last digit, however long they are", async () => {
  const page = await openPage(kit.browser);
  const [own, others] = [await kit.service.client(), await kit.service.client()];
  kit.proxy.change = (answer, entry) => {
    if (!ofProfile(entry)) return;
    delete answer.headers["content-length"];
    delete answer.headers.etag;
    const id = `123456789012345678${entry.headers.authorization === own ? 1 : 2}`;
    answer.body = Buffer.from(answer.body.toString().replace(/"client_id":\d+/, `"client_id":${id}`));
  };
  await toReview(page, own);
  await use(page, others);
  await save(page);
  await belongsToAnother(page);
  assert.equal((await stored(others)).first_name, DOCUMENTED.first_name);
  await page.context().close();
});

test("what was saved and is told in other letters is saved, whatever comes of asking again", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  kit.proxy.change = (answer, { method }) => {
    if (method !== "PUT") return;
    delete answer.headers["content-length"];
    answer.body = Buffer.from(answer.body.toString().replace('"male"', '"Male"'));
  };
  once("GET", says(503, {}));
  await save(page);
  await arrived(page, "record");
  await page.context().close();
});

for (const [what, answer] of [
  ["nothing", (response) => response.writeHead(204).end()],
  ["an empty text", (response) => response.writeHead(200).end()],
]) {
  test(`what was saved and is answered with ${what} is saved`, async () => {
    const page = await openPage(kit.browser);
    const token = await toReview(page);
    kit.proxy.fail = async ({ method }, { response, forward }) => {
      if (method !== "PUT") return false;
      await forward();
      answer(response);
      return true;
    };
    await save(page);
    await arrived(page, "record");
    assert.equal((await stored(token)).first_name, "Grace");
    assert.equal(kit.proxy.calls("PUT").length, 1);
    await page.context().close();
  });
}

test("what is refused by the names of fields is brought to them", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const title = "One or more validation errors occurred.";
  once("PUT", says(400, { title, status: 400, errors: { first_name: ["Grace is on a list"] } }));
  await save(page);
  await page.locator("#summary").waitFor();
  assert.equal(await message(page, "first_name"), "Grace is on a list");
  await review(page);
  once("PUT", says(400, { title, status: 400, errors: {} }));
  await save(page);
  await page.locator("#notice").getByText(title).waitFor();
  await page.context().close();
});

for (const [what, body] of [
  ["beside what it calls a reason", (words) => ({ error: { code: "Locked", message: words, reason: "KYC_REVIEW" } })],
  ["beside what else it has", (words) => ({ error: { code: "Locked", message: words, details: ["trace 12ab"] } })],
  ["under error alone", (words) => ({ error: words })],
  ["under errors alone", (words) => ({ errors: words })],
  ["beside a list of none", (words) => ({ errors: [], error: { message: words } })],
  ["behind what is empty", (words) => ({ errors: ["", { message: ["  ", words] }] })],
]) {
  test(`what the server says ${what} is told`, async () => {
    const page = await openPage(kit.browser);
    await toReview(page);
    const words = "The profile is locked";
    once("PUT", says(400, body(words)));
    await save(page);
    await page.locator("#notice").getByText(words).waitFor();
    await page.context().close();
  });
}

test("all that the server says is told, each once", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  const errors = ["The branch is closed.", "The branch is closed.", "The limit is reached"].map((message) => ({ message }));
  once("PUT", says(400, { errors }));
  await save(page);
  const notice = page.locator("#notice");
  await notice.getByText("The limit is reached").waitFor();
  assert.match(await notice.innerText(), /^The branch is closed\.\nThe limit is reached$/m);
  await page.context().close();
});

test("words that say nothing are none: the answer is named that was not taken", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  once("PUT", says(400, { errors: [{ field: "first_name", message: " " }, { field: "gender", message: ["", "Not this"] }] }));
  await save(page);
  await page.locator("#summary").waitFor();
  const said = ["The server did not take this answer: First name", "Not this"];
  assert.deepEqual(await page.locator("#summary li").allTextContents(), said);
  assert.equal(await message(page, "first_name"), said[0]);
  await page.context().close();
});

test("what nobody is asked for keeps nobody from the form, and is no time where it says none", async () => {
  const odd = { reason: { by: "import" }, client_id: -5, processing_time: 12, reviewed_time: "2026-11-06T03:42:29" };
  kit.proxy.change = (answer, entry) => {
    if (!ofProfile(entry)) return;
    delete answer.headers["content-length"];
    const record = JSON.parse(answer.body);
    Object.assign(record.data[0], odd);
    answer.body = Buffer.from(JSON.stringify(record));
  };
  const page = await openPage(kit.browser);
  await toReview(page);
  await save(page);
  await arrived(page, "record");
  const shown = (name) => page.locator(`#record [data-name=${name}] td`).innerText();
  assert.equal(await shown("processing_time"), "12");
  assert.match(await shown("reviewed_time"), /November.*2026/);
  await page.context().close();
});

test("of fields of which nothing is said by name nothing is refused", async () => {
  const page = await openPage(kit.browser);
  await toReview(page);
  once("PUT", says(400, { errors: { first_name: [{ message: "bad name" }], last_name: [], gender: null } }));
  await save(page);
  await page.locator("#summary").waitFor();
  assert.deepEqual(await page.locator("#summary li").allTextContents(), ["bad name"]);
  await page.context().close();
});
