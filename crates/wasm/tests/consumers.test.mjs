// The package as others get it: packed, installed from the tarball, and used by everything that
// runs JavaScript.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { launch, open, serve, STRICT } from './chromium.mjs';
import { EXAMPLE } from './example.mjs';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const tests = fileURLToPath(new URL('.', import.meta.url));
const pkg = join(tests, '../pkg');
const place = join(tests, '.consumer');

const USE = `
const example = ${JSON.stringify(EXAMPLE)};
const said = JSON.stringify([validate(example).value, validate({ ...example, gender: 'none' }).issues[0].code]);
`;
const ESM = `import { validate } from 'client-profile';\n${USE}`;
const SAID = JSON.stringify([EXAMPLE, 'choice_unknown']);

const file = (name) => join(place, name);
const write = async (name, text) => {
  await mkdir(dirname(file(name)), { recursive: true });
  await writeFile(file(name), text);
};
/** What a program prints, in the folder where the package is installed. */
const printed = async (program, ...args) => (await run(program, args, { cwd: place })).stdout.trim();
const node = (...args) => printed(process.execPath, ...args);

let browser;

before(async () => {
  await rm(place, { recursive: true, force: true });
  await mkdir(place);
  await write('package.json', '{"private":true,"type":"module"}');
  const packed = await run('npm', ['pack', '--json', '--pack-destination', place], { cwd: pkg });
  const [{ filename }] = Object.values(JSON.parse(packed.stdout));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${filename}`], { cwd: place });
  await write('esm.mjs', `${ESM}console.log(said);`);
  await write('page.mjs', `${ESM}document.body.dataset.said = said;`);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await rm(place, { recursive: true, force: true });
});

test('Node, import', async () => assert.equal(await node('esm.mjs'), SAID));

test('Node, require', async () => {
  await write('cjs.cjs', `const { validate } = require('client-profile');\n${USE}console.log(said);`);
  assert.equal(await node('cjs.cjs'), SAID);
});

test('Node, slim with bytes, and a catalogue', async () => {
  await write(
    'slim.mjs',
    `import { readFileSync } from 'node:fs';
import { init, initSync, setMessages, validate, validateField } from 'client-profile/slim';
import english from 'client-profile/locales/en';
const tell = (work) => { try { work(); } catch (error) { console.log(error.message); } };
tell(() => validate({}));
tell(() => validateField('first_name', 'Ann'));
tell(() => initSync('client-profile.wasm'));
await init().catch(({ message }) => console.log(message));
tell(() => initSync(new Uint8Array(8)));
tell(() => initSync(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
initSync(readFileSync(new URL(import.meta.resolve('client-profile/client-profile.wasm'))));
setMessages(english);
${USE}console.log(said);`,
  );
  const [first, field, path, nothing, wrong, other, ...said] = (await node('slim.mjs')).split('\n');
  assert.equal(first, 'Call init() or initSync() of client-profile/slim first');
  assert.equal(field, first, 'not even of a value that needs no module');
  assert.equal(path, 'initSync: give the bytes of client-profile.wasm, or the module compiled of them');
  assert.equal(nothing, 'init: give the bytes of client-profile.wasm, or the module compiled of them');
  assert.match(wrong, /bytes must be those of client-profile.wasm \(.*magic/);
  assert.match(other, /these are of another module/);
  assert.equal(said.join('\n'), SAID);
});

test('Node, slim with a promise of a response, required', async () => {
  await write(
    'slim.cjs',
    `const { readFileSync } = require('node:fs');
const { init, validate } = require('client-profile/slim');
const bytes = readFileSync(require.resolve('client-profile/client-profile.wasm'));
const missing = init(Promise.resolve(new Response('no such page', { status: 404 })));
missing.catch(({ message }) => console.log(message))
  .then(() => init(Promise.resolve(new Response(bytes)))).then(() => { ${USE}console.log(said); });`,
  );
  assert.equal(
    await node('slim.cjs'),
    `client-profile did not get its WebAssembly: the server answered 404\n${SAID}`,
  );
});

test('Node, as an engine without WebAssembly', async () => {
  await write(
    'without.mjs',
    `delete globalThis.WebAssembly;
const { init, validate } = await import('client-profile');
await init().catch(({ message }) => console.log(message));
try { validate({}); } catch ({ message }) { console.log(message); }`,
  );
  const said = 'client-profile needs WebAssembly, which is not there';
  assert.equal(await node('without.mjs'), `${said}\n${said}`);
});

test('the schema file is the schema', async () => {
  const { profileSchema } = await import('../pkg/index.js');
  const schema = JSON.parse(await readFile(file('node_modules/client-profile/schema.json')));
  assert.deepEqual(schema, profileSchema['~standard'].jsonSchema.output({ target: 'draft-2020-12' }));
});

for (const [module, resolution] of [
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
]) {
  test(`TypeScript, strict, ${resolution} resolution`, async () => {
    const files = resolution === 'bundler' ? ['types.ts'] : ['types.ts', 'required.cts'];
    await assertCompiles(files, { lib: ['es2022', 'dom'], module, moduleResolution: resolution });
  });
}

test('TypeScript, where no types of a platform are known', () =>
  assertCompiles(['bare.ts'], { lib: ['es2022'], module: 'nodenext', moduleResolution: 'nodenext' }));

async function assertCompiles(files, settings) {
  for (const name of files) await cp(join(tests, 'types', name), file(name));
  const tsc = join(tests, '../node_modules/typescript/bin/tsc');
  const compilerOptions = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: true,
    target: 'es2022',
    types: [],
    ...settings,
  };
  await write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
  await node(tsc, '-p', '.').catch((error) => assert.fail(error.stdout));
}

/** Runs what a bundler made of page.mjs, in a browser, under a policy that allows no eval. */
async function assertRuns(folder, script, type = 'module') {
  await write(
    `${folder}/index.html`,
    `<!doctype html><meta charset="utf-8"><title>x</title><body><script type="${type}" src="${script}"></script>`,
  );
  const server = await serve({ '': file(folder) });
  try {
    const { page, wrong } = await open(browser, `${server.origin}/index.html`);
    await page.waitForFunction(() => document.body.dataset.said).catch(() => {});
    assert.deepEqual(wrong, []);
    assert.equal(await page.evaluate(() => document.body.dataset.said), SAID);
    await page.close();
  } finally {
    server.close();
  }
}

test('Vite', async () => {
  const { build } = await import('vite');
  await build({
    root: place,
    logLevel: 'error',
    build: { outDir: 'vite', rollupOptions: { input: file('page.mjs'), output: { entryFileNames: 'page.js' } } },
  });
  await assertRuns('vite', 'page.js');
});

test('webpack', async () => {
  const { default: webpack } = await import('webpack');
  const compiler = webpack({
    mode: 'production',
    entry: file('page.mjs'),
    context: place,
    output: { path: file('webpack'), filename: 'page.js' },
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  assert.ok(!stats.hasErrors(), stats.toString());
  // A classic script: its text must not depend on the page's encoding.
  assert.match(await readFile(file('webpack/page.js'), 'utf8'), /^[\t\n -~]*$/);
  await assertRuns('webpack', 'page.js', 'text/javascript');
});

test('Rollup', async () => {
  const { rollup } = await import('rollup');
  const { default: resolve } = await import('@rollup/plugin-node-resolve');
  const bundle = await rollup({ input: file('page.mjs'), plugins: [resolve({ browser: true })] });
  await bundle.write({ file: file('rollup/page.js'), format: 'es' });
  await assertRuns('rollup', 'page.js');
});

test('esbuild', async () => {
  const { build } = await import('esbuild');
  await build({ entryPoints: [file('page.mjs')], bundle: true, minify: true, format: 'iife', outfile: file('esbuild/page.js') });
  await assertRuns('esbuild', 'page.js', 'text/javascript');
});

test('what is imported and not used costs nothing', async () => {
  const { build } = await import('esbuild');
  await write('unused.mjs', `import { validate } from 'client-profile';\nconsole.log('x');`);
  const { outputFiles } = await build({ entryPoints: [file('unused.mjs')], bundle: true, format: 'esm', write: false });
  assert.ok(outputFiles[0].contents.length < 200);
});

test('a policy without wasm-unsafe-eval refuses it, and the error says so', async () => {
  await write('refused/index.html', '<!doctype html><title>x</title><script type="module" src="page.js"></script>');
  const { build } = await import('esbuild');
  await build({ entryPoints: [file('page.mjs')], bundle: true, format: 'esm', outfile: file('refused/page.js') });
  const server = await serve({ '': file('refused') }, "default-src 'none'; script-src 'self'");
  try {
    const { page, wrong } = await open(browser, `${server.origin}/index.html`);
    await page.waitForLoadState('networkidle');
    assert.match(wrong.join('\n'), /policy must have 'wasm-unsafe-eval' in script-src/);
    await page.close();
  } finally {
    server.close();
  }
});

test('a web worker and a service worker', async () => {
  const { build } = await import('esbuild');
  await write('w/worker.src.js', `${ESM}postMessage(said);`);
  await write('w/service.src.js', `${ESM}addEventListener('message', ({ source }) => source.postMessage(said));`);
  for (const name of ['worker', 'service']) {
    await build({ entryPoints: [file(`w/${name}.src.js`)], bundle: true, format: 'esm', outfile: file(`w/${name}.js`) });
  }
  await write('w/index.html', '<!doctype html><title>x</title>');
  const server = await serve({ '': file('w') }, STRICT.replace(/; require-trusted.*/, ''));
  try {
    const { page, wrong } = await open(browser, `${server.origin}/index.html`);
    const said = await page.evaluate(async () => {
      const heard = (target) => new Promise((resolve) => target.addEventListener('message', ({ data }) => resolve(data), { once: true }));
      const worker = new Worker('worker.js', { type: 'module' });
      const ofWorker = await heard(worker);
      await navigator.serviceWorker.register('service.js', { type: 'module' });
      const { active } = await navigator.serviceWorker.ready;
      navigator.serviceWorker.startMessages();
      active.postMessage('');
      return [ofWorker, await heard(navigator.serviceWorker)];
    });
    assert.deepEqual(said, [SAID, SAID]);
    assert.deepEqual(wrong, []);
    await page.close();
  } finally {
    server.close();
  }
});

test('Deno', async () => {
  const deno = require.resolve('deno/bin.cjs');
  assert.equal(await node(deno, 'run', '--no-lock', '--node-modules-dir=manual', '--allow-read', 'esm.mjs'), SAID);
});

/** The program of a package that has one for each platform, whether or not its script has run. */
async function program(own, scope, path) {
  const scopes = join(tests, 'node_modules', scope);
  const programs = (await readdir(scopes)).map((name) => join(scopes, name, path));
  for (const program of [join(tests, 'node_modules', own), ...programs]) {
    const works = await run(program, ['--version']).then(() => true, () => false);
    if (works) return program;
  }
  throw new Error(`there is no ${own} for this platform`);
}

test('Bun', async () => {
  assert.equal(await printed(await program('bun/bin/bun.exe', '@oven', 'bin/bun'), 'run', 'esm.mjs'), SAID);
});

test('workerd', async () => {
  const { build } = await import('esbuild');
  // There is no time of day before a request comes.
  await write(
    'workerd/src.js',
    `import { validate } from 'client-profile';\nexport default { fetch() { ${USE} return new Response(said); } };`,
  );
  await build({
    entryPoints: [file('workerd/src.js')],
    bundle: true,
    format: 'esm',
    conditions: ['workerd'],
    external: ['*.wasm'],
    outfile: file('workerd/worker.js'),
  });
  await cp(file('node_modules/client-profile/client-profile.wasm'), file('workerd/client-profile.wasm'));
  await write(
    'workerd/config.capnp',
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = (
    modules = [
      (name = "worker.js", esModule = embed "worker.js"),
      (name = "client-profile.wasm", wasm = embed "client-profile.wasm")
    ],
    compatibilityDate = "2026-11-01",
  )) ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ]
);`,
  );
  const worker = spawn(await program('workerd/bin/workerd', '@cloudflare', 'bin/workerd'), ['serve', '--control-fd=3', file('workerd/config.capnp')], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  try {
    const port = await new Promise((resolve, reject) => {
      let told = '';
      worker.on('exit', () => reject(new Error('workerd ended')));
      worker.stdio[3].on('data', (data) => {
        told += data;
        const line = told.split('\n').find((line) => line.includes('"listen"'));
        if (line) resolve(JSON.parse(line).port);
      });
    });
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), SAID);
  } finally {
    worker.kill();
  }
});

test('publint has nothing to say', async () => {
  const { publint } = await import('publint');
  const { messages } = await publint({ pkgDir: pkg, strict: true });
  assert.deepEqual(messages, []);
});

test('are the types wrong? no', async () => {
  const [tarball] = (await readdir(place)).filter((name) => name.endsWith('.tgz'));
  const attw = join(tests, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  // The module and the schema are no JavaScript.
  await node(attw, tarball, '--exclude-entrypoints', './client-profile.wasm', './schema.json', '--profile', 'node16').catch(
    (error) => assert.fail(error.stdout),
  );
});
