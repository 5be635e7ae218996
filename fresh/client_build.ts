import type { ComponentType } from "preact";
import type { Encoding } from "./encodings.ts";

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

/** A file to serve: from the disk, by a path relative to the application's root, or from memory. */
export type StaticFile =
  & {
    contentType: string;
    hash: string;
    /** Paths of the same file as a build has encoded it, where that makes it smaller. */
    encoded?: Partial<Record<Encoding, string>>;
  }
  & ({ path: string } | { contents: Uint8Array<ArrayBuffer> });

/** What a build made for browsers. */
export interface ClientBuild {
  buildId: string;
  /** URL path of the script that brings islands to life. */
  clientEntry: string;
  islands: IslandRegistry;
  /** By URL path. */
  staticFiles: Map<string, StaticFile>;
}

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
