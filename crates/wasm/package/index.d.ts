export * from './api.js';

/** Compiles without blocking; without it, the first call compiles. */
export declare function init(): Promise<void>;
