// The page that shows the package at work, in a browser under the strict policy.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, open, serve } from './chromium.mjs';

const www = fileURLToPath(new URL('../../../www', import.meta.url));
const pkg = fileURLToPath(new URL('../pkg', import.meta.url));
let browser;
let server;

before(async () => {
  server = await serve({ '': www, npm: pkg });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

test('the page checks what is typed, and breaks no rule of its policy', async () => {
  const { page, wrong } = await open(browser, `${server.origin}/module.html`);
  const result = page.getByLabel('validate(profile) returns');
  await page.waitForFunction(() => document.querySelector('#profile-result').value);
  assert.equal(JSON.parse(await result.textContent()).value.first_name, 'API');

  const single = page.getByLabel('validateField(name, value, profile) returns');
  assert.equal(JSON.parse(await single.textContent()).issues[0].code, 'date_impossible');
  await page.getByLabel('Value', { exact: true }).fill('1969-09-30');
  assert.equal(JSON.parse(await single.textContent()).value, '1969-09-30');

  await page.getByLabel('Profile, as JSON').fill('{"first_name":"R2D2"}');
  const { issues } = JSON.parse(await result.textContent());
  assert.equal(issues[0].message, 'First name must not have digits');
  assert.equal(issues.length, 12);

  await page.getByLabel('Profile, as JSON').fill('{');
  assert.match(await page.locator('#profile-took').textContent(), /^Not JSON yet: /);
  assert.deepEqual(wrong, []);
});
