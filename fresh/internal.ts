/** For the files that a build writes; not for applications. @module */
export { setSnapshot } from "./app.ts";
export { registerIslands } from "./client_build.ts";
