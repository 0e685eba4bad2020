export * from './api.js';

/** Starts the module. Nothing works before. */
export declare function init(
  source: ModuleSource | Response | PromiseLike<ModuleSource | Response>,
): Promise<void>;

/** Starts the module at once. Nothing works before. */
export declare function initSync(source: ModuleSource): void;

/** The bytes of `client-profile/client-profile.wasm`, or the module compiled of them. */
export type ModuleSource = BufferSource | WebAssembly.Module;
