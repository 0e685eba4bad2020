// What can be written where neither `WebAssembly` nor `Response` has types: compiled, never run.

import module from 'client-profile/client-profile.wasm';
import { init, initSync, validate } from 'client-profile/slim';

initSync(module);
initSync(new Uint8Array(8));
initSync(new ArrayBuffer(8));
void init(Promise.resolve(new Uint8Array(8)));
// @ts-expect-error no bytes, and no module
initSync(5);
// @ts-expect-error nor is an address
void init('client-profile.wasm');
console.log(validate({}).issues?.length);

declare const console: { log(text: unknown): void };
