import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where an application's parts lie and what browsers its islands are for. */
export interface BuildOptions {
  /** Oldest browsers, as esbuild names them. */
  target?: string | string[];
  /** The application's folder; all other paths are relative to it. */
  root?: string;
  /** Where a build is written to. */
  outDir?: string;
  staticDir?: string;
  islandDir?: string;
  routeDir?: string;
  /** The module that exports `app`. */
  serverEntry?: string;
  /** Files of the routes and islands folders to leave out. */
  ignore?: RegExp[];
}

/** Build options without gaps; all paths are absolute. */
export type ResolvedBuildOptions = Required<BuildOptions>;

/** Fills in what is not told, with the names that every Fresh project uses. */
export function resolveOptions(options: BuildOptions): ResolvedBuildOptions {
  const root = absolute(Deno.cwd(), options.root ?? ".");
  return {
    root,
    target: options.target ?? ["chrome99", "firefox99", "safari15"],
    outDir: absolute(root, options.outDir ?? "_fresh"),
    staticDir: absolute(root, options.staticDir ?? "static"),
    islandDir: absolute(root, options.islandDir ?? "islands"),
    routeDir: absolute(root, options.routeDir ?? "routes"),
    serverEntry: absolute(root, options.serverEntry ?? "main.ts"),
    ignore: options.ignore ?? [/[._]test\.(?:[tj]sx?|[mc][tj]s)$/],
  };
}

function absolute(root: string, path: string): string {
  return path.startsWith("file://") ? resolve(fileURLToPath(path)) : resolve(root, path);
}
