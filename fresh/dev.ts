/** Building and serving for development. @module */
export { Builder, type BuildOptions } from "./build.ts";
