import type { BuildOptions } from "fresh/dev";

/** Where the web application's parts lie: the one description for its build and its server. */
export const config = {
  root: import.meta.dirname!,
  outDir: "_fresh",
  staticDir: "static",
  islandDir: "islands",
  routeDir: "routes",
  serverEntry: "main.ts",
  target: ["chrome99", "firefox99", "safari15"],
  ignore: [/[._]test\.tsx?$/],
} satisfies BuildOptions;
