// What every test needs: a browser, the service, and the proxy between them, once for all tests of a
// process.
//
// A file of tests runs in one of three settings. "same": page and API are one origin's, the proxy
// before them. "another": the page comes from one service, told by `--api-base` where its API is;
// the API is another service's, of another origin, which is told to let that page in. "folder":
// everything lies under a path.

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach } from "node:test";

import { addGallery } from "../../gallery/build.mjs";
import { startBrowser } from "./browser.js";
import { startProxy } from "./proxy.js";
import { DIST, startService } from "./service.js";

let opened;

/** The page that is tested, with the gallery beside it, in a folder of its own. */
async function withGallery() {
  const folder = await mkdtemp(join(tmpdir(), "client-profile-gallery-"));
  await cp(DIST, folder, { recursive: true });
  await addGallery(folder);
  return folder;
}

async function open({ gallery }) {
  const setting = process.env.SETTING ?? "same";
  const another = setting === "another";
  const [browser, proxy] = await Promise.all([
    startBrowser(),
    startProxy({ another, folder: setting === "folder" }),
  ]);
  const assets = gallery ? await withGallery() : undefined;
  const service = await startService({ assets, args: another ? ["--allow-origin", proxy.origin] : [] });
  const pages = another ? await startService({ args: ["--api-base", `${proxy.apiOrigin}/v1`] }) : service;
  Object.assign(proxy, { api: service, pages });
  return { setting, browser, proxy, service, pages, assets };
}

async function close({ browser, proxy, service, pages, assets }) {
  await browser.close();
  await proxy.stop();
  await service.stop();
  if (pages !== service) await pages.stop();
  if (assets) await rm(assets, { recursive: true, force: true });
}

/** The browser, the proxy and the service; there when a test runs, and reset before each. */
export function useKit({ gallery = false } = {}) {
  const kit = {};
  before(async () => {
    opened ??= open({ gallery });
    Object.assign(kit, await opened);
  });
  beforeEach(() => kit.proxy.reset());
  after(async () => {
    const last = opened;
    opened = undefined;
    if (last) await close(await last);
  });
  return kit;
}
