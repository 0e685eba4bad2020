// Stands between browser and service: it sees what the browser sends, and can make the network fail.

import { once } from "node:events";
import http from "node:http";

const FOLDER = "/accounts/profile";

/** What a server of another origin has to say for a page to read its answer. */
const allows = (origin) => ({
  "access-control-allow-origin": origin,
  "access-control-expose-headers": "ETag, Retry-After",
});

/** A listener on a free port; `handle` gets the request, its body and the response. */
async function listen(handle) {
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    await handle(request, Buffer.concat(chunks), response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/**
 * The proxy. `seen` holds every request; `fail` may answer in the service's place: it gets the
 * request and `{ response, forward }` and returns true when it did. `change` may change what the
 * service answered. `pages` and `api` are the services behind it, set once they listen; with a
 * `folder` everything lies under a path, with `another` the API has an origin of its own.
 */
export async function startProxy({ folder = false, another = false } = {}) {
  const seen = [];
  const proxy = { seen, fail: null, change: null, pages: null, api: null };
  const under = folder ? FOLDER : "";

  const handle = (isApi) => async (request, body, response) => {
    const { method, headers } = request;
    if (!request.url.startsWith(`${under}/`)) {
      response.writeHead(...(request.url === under ? [301, { location: `${under}/` }] : [404])).end();
      return;
    }
    const path = request.url.slice(under.length);
    const entry = { method, path, headers, body: body.toString(), isApi };
    seen.push(entry);
    const target = new URL((isApi ? proxy.api : proxy.pages).address);
    const forward = () =>
      new Promise((resolve) => {
        // The service knows itself by its own address.
        const sent = { ...headers, host: target.host };
        // Compressing a large debug build takes longer than a browser waits.
        delete sent["accept-encoding"];
        if (sent.origin && !isApi) sent.origin = target.origin;
        const onward = http.request(
          { host: target.hostname, port: target.port, method, path, headers: sent },
          async (answer) => {
            const parts = [];
            for await (const part of answer) parts.push(part);
            resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) });
          },
        );
        onward.on("error", () => response.destroy());
        onward.end(body);
      });
    // Whether the real service lets a page of another origin in is never made up.
    if (proxy.fail && method !== "OPTIONS") {
      const written = response.writeHead.bind(response);
      if (isApi) response.writeHead = (status, own) => written(status, { ...allows(headers.origin), ...own });
      if (await proxy.fail(entry, { response, forward })) return;
      response.writeHead = written;
    }
    const answer = await forward();
    proxy.change?.(answer, entry);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  };

  const pages = await listen(handle(false));
  const api = another ? await listen(handle(true)) : null;
  /** What a person types. */
  proxy.address = `${pages.address}${under}`;
  /** Where the page's origin is, and the API's when it has one of its own. */
  proxy.origin = pages.address;
  proxy.apiOrigin = api?.address;
  /** Requests about the profile by that method. */
  proxy.calls = (method) =>
    seen.filter((entry) => entry.method === method && entry.path.endsWith("/client/profile"));
  /** As it was at the start. */
  proxy.reset = () => {
    Object.assign(proxy, { fail: null, change: null });
    seen.length = 0;
  };
  proxy.stop = async () => {
    await pages.stop();
    await api?.stop();
  };
  return proxy;
}

/** Breaks the connection inside the answer: a browser does not repeat that by itself. */
export function cutOff(response) {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"data":[{', () => response.destroy());
}
