import type { ComponentType } from "preact";
import type { FsRoute } from "./fs_routes.ts";

/** A component that is also sent to the browser. */
export interface Island {
  /** Unique in the application; names the island in markers and in the boot script. */
  name: string;
  /** The name under which its module exports it. */
  exportName: string;
  /** URL path of its module in the browser. */
  file: string;
}

/** Islands by the function that renders them: that is how they are found in a page. */
export type IslandRegistry = Map<ComponentType, Island>;

/** A file that is served as it is. */
export interface StaticFile {
  /** Relative to the application's root. */
  path: string;
  contentType: string;
  hash: string;
}

/** What a build found and made; `_fresh/snapshot.js` has this shape. */
export interface Snapshot {
  buildId: string;
  /** URL path of the script that brings islands to life. */
  clientEntry: string;
  islands: IslandRegistry;
  routes: FsRoute[];
  /** By URL path. */
  staticFiles: Map<string, StaticFile>;
}

/** The snapshot of an application that was not built: no file routes, no islands, no files. */
export const NO_SNAPSHOT: Snapshot = {
  buildId: "",
  clientEntry: "",
  islands: new Map(),
  routes: [],
  staticFiles: new Map(),
};

/** Registers the components that an island module exports. */
export function registerIslands(
  registry: IslandRegistry,
  module: Record<string, unknown>,
  file: string,
  moduleName: string,
): void {
  const taken = new Set([...registry.values()].map((island) => island.name));
  for (const [exportName, value] of Object.entries(module)) {
    if (typeof value !== "function") continue;
    const wanted = exportName === "default" ? moduleName : exportName;
    let name = wanted;
    for (let n = 1; taken.has(name); n++) name = `${wanted}_${n}`;
    taken.add(name);
    registry.set(value as ComponentType, { name, exportName, file });
  }
}
