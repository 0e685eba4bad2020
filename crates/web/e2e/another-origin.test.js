// The tests again, with the API on another origin than the page: `serve --api-base`, CORS and all.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { openPage } from "./kit/browser.js";
import { useKit } from "./kit/kit.js";
import { openForm } from "./kit/ways.js";

process.env.SETTING = "another";
for (const name of ["journey", "failures", "care", "boot"]) await import(`./${name}.test.js`);

const kit = useKit();

test("the policy and the configuration name exactly that origin", async () => {
  const answer = await fetch(kit.proxy.address);
  const policy = answer.headers.get("content-security-policy").split("; ");
  assert.ok(policy.includes(`connect-src 'self' ${kit.proxy.apiOrigin}`), policy.join("\n"));
  assert.equal(policy.filter((line) => line.includes(kit.proxy.apiOrigin)).length, 1);
  const config = await (await fetch(`${kit.proxy.address}/config.json`)).json();
  assert.equal(config.api_base, `${kit.proxy.apiOrigin}/v1`);
});

test("every call goes to the API, after asking whether it may; versions and waits can be read", async () => {
  const page = await openPage(kit.browser);
  await openForm(page, kit);
  await page.locator("#first_name").fill("Grace");
  await page.locator("#reason").fill("another origin");
  await page.locator("form .main").click();
  await page.locator("#save").dispatchEvent("click");
  await page.locator("#record").waitFor();
  const about = kit.proxy.seen.filter(({ path }) => path.includes("/client/"));
  assert.ok(about.every(({ isApi, path }) => isApi && path.startsWith("/v1/client/profile")));
  const [put] = kit.proxy.calls("PUT");
  assert.equal(put.headers.origin, kit.proxy.origin);
  assert.match(put.headers["if-match"], /^"/, "the ETag was exposed");
  const asked = kit.proxy.calls("OPTIONS").map(({ headers }) => headers["access-control-request-method"]);
  assert.ok(asked.includes("PUT"), "a preflight came first");
  assert.deepEqual(page.violations, []);
  await page.context().close();
});

test("a page of any other origin is not let in", async () => {
  const token = await kit.service.client();
  // A page without a policy of its own, so that nothing but the answer keeps it out.
  const elsewhere = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>Elsewhere</title>");
  });
  await new Promise((listening) => elsewhere.listen(0, "127.0.0.1", listening));
  const page = await openPage(kit.browser);
  await page.goto(`http://127.0.0.1:${elsewhere.address().port}/`);
  const told = await page.evaluate(
    async ([address, token]) => {
      const ask = async (path, how) => (await fetch(`${address}${path}`, how).catch(() => null))?.status ?? null;
      return [
        await ask("/livez"),
        await ask("/livez", { mode: "no-cors" }),
        await ask("/v1/client/profile", { headers: { Authorization: token } }),
      ];
    },
    [kit.proxy.apiOrigin, token],
  );
  elsewhere.close();
  elsewhere.closeAllConnections();
  assert.deepEqual(told, [null, null, null]);
  const asked = kit.proxy.seen.map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(asked, ["GET /livez", "GET /livez", "OPTIONS /v1/client/profile"], "it was asked, and nothing was told");
  const answer = await fetch(`${kit.service.address}/v1/client/profile`, {
    headers: { Authorization: token, Origin: "https://elsewhere.example" },
  });
  assert.equal(answer.headers.get("access-control-allow-origin"), null);
  await page.context().close();
});
