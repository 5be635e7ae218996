import type { BuildOptions } from "fresh/dev";

/**
 * The web application's options, in one place. They are what `new Builder(…)` gets in dev.ts, so
 * they hold for the build, for the server that comes out of it and for `deno task dev`. Fresh 2
 * itself looks for no file of this name; the options are Fresh's own. Middlewares are in main.ts,
 * address and port in the environment (lib/env.ts).
 */
export const config = {
  /** All other paths are relative to it. */
  root: import.meta.dirname!,
  /** The module that exports `app`. */
  serverEntry: "main.ts",
  routeDir: "routes",
  islandDir: "islands",
  staticDir: "static",
  outDir: "_fresh",
  /** The oldest browsers that run the islands. */
  target: ["chrome99", "firefox99", "safari15"],
  /** Files of the routes and islands folders that are not part of the application. */
  ignore: [/[._]test\.tsx?$/],
} satisfies BuildOptions;
