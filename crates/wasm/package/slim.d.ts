export * from './api.js';

/** Starts the module. No check works before. */
export declare function init(
  source: ModuleSource | PlatformResponse | PromiseLike<ModuleSource | PlatformResponse>,
): Promise<void>;

/** Starts the module at once. No check works before. */
export declare function initSync(source: ModuleSource): void;

/** The bytes of `client-profile/client-profile.wasm`, or the module compiled of them. */
export type ModuleSource = ArrayBuffer | ArrayBufferView | CompiledModule;

/** `WebAssembly.Module`, where the platform's types know it. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: new (...given: never) => infer Module } }
  ? Module
  : object;

/** `Response`, where the platform's types know it. */
type PlatformResponse = typeof globalThis extends { Response: new (...given: never) => infer Response } ? Response : never;
