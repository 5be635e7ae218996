/** Building and serving for development. @module */
export { Builder } from "./build.ts";
export type { BuildOptions } from "./build_options.ts";
