import type { CompiledModule } from './slim.js';

/**
 * The module, as workerd, and bundlers that are told to (webpack's `asyncWebAssembly`, Vite's
 * plugins), give it. Elsewhere its file is read or fetched; see the README.
 */
declare const module: CompiledModule;
export default module;
