import type { ClientBuild } from "./client_build.ts";
import type { FsRoute } from "./fs_routes.ts";

/** All that a build found and made; `_fresh/snapshot.js` has this shape. */
export interface Snapshot extends ClientBuild {
  routes: FsRoute[];
}

/** The snapshot of an application that was not built: no file routes, no islands, no files. */
export const NO_SNAPSHOT: Snapshot = {
  buildId: "",
  clientEntry: "",
  islands: new Map(),
  routes: [],
  staticFiles: new Map(),
};
