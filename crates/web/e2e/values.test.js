// Every value that the rules allow comes back from a real service as it was sent: all countries in
// all four fields, and every day that a client can have been born on. The form's half of the way,
// boxes to wire and back, is in src/screens/tests.rs.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as open } from "node:net";
import { after, before, test } from "node:test";

import { held, openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import { DOCUMENTED, startService } from "./kit/service.js";
import { openForm } from "./kit/ways.js";

const COUNTRIES = ["residence_country", "tax_residence_country", "birth_country", "citizen_country"];
/** Changes that come at the same time are saved together. */
const CONNECTIONS = 32;
const AT_ONCE = 32;

const kit = useKit();
let service;

before(async () => {
  service = await startService({ quiet: true, args: ["--rate-per-token", "0", "--rate-per-address", "0"] });
});

after(() => service?.stop());

const wire = (time) => new Date(time).toISOString().slice(0, 10);

/** The days from the oldest to the youngest that a client may be today. */
async function allowedDays() {
  const rules = await (await fetch(`${service.address}/client/profile/rules`)).json();
  const now = new Date();
  const ago = (years, days = 0) =>
    Date.UTC(now.getUTCFullYear() - years, now.getUTCMonth(), now.getUTCDate() + days);
  const days = [];
  for (let time = ago(rules.age_limit, 1); time <= ago(rules.minimum_age); time += 86_400_000) days.push(wire(time));
  return { days, tooOld: wire(ago(rules.age_limit)), tooYoung: wire(ago(rules.minimum_age, 1)) };
}

/** Sends requests one after the other without waiting for the answers, then reads them all. */
async function pipeline(socket, requests) {
  socket.write(requests.join(""));
  const answers = [];
  let rest = "";
  while (answers.length < requests.length) {
    const head = rest.indexOf("\r\n\r\n");
    const length = head < 0 ? NaN : Number(rest.slice(0, head).match(/content-length: (\d+)/i)[1]);
    if (head >= 0 && rest.length >= head + 4 + length) {
      answers.push({ status: rest.slice(9, 12), body: rest.slice(head + 4, head + 4 + length) });
      rest = rest.slice(head + 4 + length);
    } else {
      const [more] = await once(socket, "data");
      rest += more;
    }
  }
  return answers;
}

test("all countries in all fields, and every allowed day, come back as they were sent", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  const codes = await page.locator("#birth_country option").evaluateAll((options) =>
    options.map(({ value }) => value).filter((value) => value !== ""),
  );
  await page.context().close();
  assert.equal(codes.length, 250, "all of ISO 3166, and Kosovo");
  const { days } = await allowedDays();
  assert.ok(days.length > 37_000);
  const profiles = days.map((day, at) => {
    const countries = COUNTRIES.map((field, place) => [field, codes[(at + place * 61) % codes.length]]);
    return { ...DOCUMENTED, ...Object.fromEntries(countries), date_of_birth: day };
  });
  let compared = 0;
  const work = async () => {
    const token = await service.client();
    const head = `Host: ${new URL(service.address).host}\r\nAuthorization: ${token}\r\n`;
    const socket = open({ host: "127.0.0.1", port: new URL(service.address).port }).setEncoding("latin1");
    for (;;) {
      const sent = profiles.splice(0, AT_ONCE);
      if (sent.length === 0) break;
      const requests = sent.flatMap((profile) => {
        const body = JSON.stringify(profile);
        return [
          `PUT /client/profile HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
          `GET /client/profile HTTP/1.1\r\n${head}\r\n`,
        ];
      });
      const answers = await pipeline(socket, requests);
      for (const [at, profile] of sent.entries()) {
        const [put, get] = [answers[2 * at], answers[2 * at + 1]];
        assert.equal(put.status, "200", put.body);
        const stored = JSON.parse(get.body).data[0];
        for (const field of [...COUNTRIES, "date_of_birth"]) assert.equal(stored[field], profile[field], field);
        compared += 1;
      }
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  assert.equal(compared, days.length);
});

test("the days beside the allowed ones are refused", async () => {
  const { tooOld, tooYoung } = await allowedDays();
  const token = await service.client();
  for (const [date_of_birth, issue] of [
    [tooOld, "age_above_maximum"],
    [tooYoung, "age_below_minimum"],
    ["1969-02-29", "date_impossible"],
  ]) {
    const { status, json } = await service.call("PUT", token, { ...DOCUMENTED, date_of_birth });
    assert.equal(status, 400);
    assert.deepEqual(json.errors.map((error) => error.issue), [issue], date_of_birth);
  }
});

test("an impossible date marks the box that is wrong, and the summary leads to it", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#reason").fill("a date");
  for (const [day, month, year, wrong] of [
    ["31", "4", "1969", ["day"]],
    ["29", "2", "1900", ["day"]],
    ["30", "Feb", "2000", ["day"]],
    ["0", "5", "1969", ["day"]],
    ["19", "13", "1969", ["month"]],
    ["19", "Septober", "1969", ["month"]],
    ["19", "9", "69", ["year"]],
    ["19", "9", "0000", ["year"]],
    ["", "9", "1969", ["day"]],
    ["19", "", "1969", ["month"]],
    ["19", "9", "", ["year"]],
    ["", "", "", ["day", "month", "year"]],
    // Real, but not a client's: wrong as a whole.
    ["19", "9", "2999", ["day", "month", "year"]],
    ["29", "2", "2000", []],
  ]) {
    for (const [part, text] of Object.entries({ day, month, year })) {
      await page.locator(`#date_of_birth-${part}`).fill(text);
    }
    await page.locator("form .main").click();
    if (wrong.length === 0) {
      await page.locator("#save").waitFor();
      continue;
    }
    await page.waitForFunction(() => document.activeElement.id === "summary");
    const marked = await page.locator(".boxes [aria-invalid]").evaluateAll((boxes) => boxes.map(({ id }) => id));
    const expected = wrong.map((part) => `date_of_birth-${part}`);
    assert.deepEqual(marked.toSorted(), expected.toSorted(), `${day} ${month} ${year}`);
    const [link] = await page.locator("#summary a").evaluateAll((links) => links.map(({ hash }) => hash.slice(1)));
    assert.ok(expected.includes(link), link);
  }
  await page.context().close();
});

test("values in other spellings are understood, and are no change", async () => {
  const page = await openPage(kit.browser);
  const spelt = {
    gender: "Male", employment_status: "Self Employed", account_opening_reason: "gambling",
    residence_country: "IN", date_of_birth: "1969-9-19T00:00:00", first_name: " API ",
  };
  kit.proxy.change = (answer, { path, method }) => {
    if (method !== "GET" || !path.endsWith("/client/profile")) return;
    delete answer.headers["content-length"];
    const json = JSON.parse(answer.body);
    Object.assign(json.data[0], spelt);
    answer.body = Buffer.from(JSON.stringify(json));
  };
  await openForm(page, kit);
  const shown = await held(page);
  assert.deepEqual(
    [shown.gender, shown.employment_status, shown.account_opening_reason, shown.residence_country],
    ["male", "self_employed", "gambling", "in"],
  );
  assert.equal(shown.date_of_birth, DOCUMENTED.date_of_birth);
  assert.equal(shown.first_name, "API");
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByText("Nothing is different from what is stored").waitFor();
  await page.context().close();
});

const NO_DATE = /Date of birth must be in numbers.*each in its own box/;

for (const [date_of_birth, boxes, says, why] of [
  ["1990-13-03", ["13", "3", "1990"], /Enter your date of birth as a real date/, "a year in front, then no month"],
  ["1990-03-12T22:00:00Z", ["", "1990-03-12T22:00:00Z", ""], NO_DATE, "east of there, it is the day after"],
  ["03/02/1990", ["", "03/02/1990", ""], NO_DATE, "it has two readings"],
]) {
  test(`a stored day that is not certain is shown as it is stored, and not saved as another: ${why}`, async () => {
    const page = await openPage(kit.browser);
    kit.proxy.change = (answer, { path, method }) => {
      if (method !== "GET" || !path.endsWith("/client/profile")) return;
      delete answer.headers["content-length"];
      const json = JSON.parse(answer.body);
      Object.assign(json.data[0], { date_of_birth });
      answer.body = Buffer.from(JSON.stringify(json));
    };
    await openForm(page, kit);
    assert.deepEqual(await page.locator(".boxes input").evaluateAll((all) => all.map(({ value }) => value)), boxes);
    await page.locator("#first_name").fill("Grace");
    await page.locator("#reason").fill("a new name");
    await page.getByRole("button", { name: "Review changes" }).click();
    await page.getByRole("link", { name: says }).waitFor();
    await page.context().close();
  });
}

test("a word that is none takes no other word's place", async () => {
  const page = await openPage(kit.browser);
  kit.proxy.change = (answer, { path, method }) => {
    if (method !== "GET" || !path.endsWith("/client/profile")) return;
    delete answer.headers["content-length"];
    const json = JSON.parse(answer.body);
    Object.assign(json.data[0], { gender: "non_binary", employment_status: "<odd>", account_opening_reason: "gambling" });
    answer.body = Buffer.from(JSON.stringify(json));
  };
  await openForm(page, kit);
  const shown = await held(page);
  assert.deepEqual([shown.gender, shown.employment_status, shown.account_opening_reason], ["non_binary", "", "gambling"]);
  await page.context().close();
});
