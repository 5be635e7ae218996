import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { ResolvedBuildOptions } from "./build_options.ts";
import { type IslandRegistry, registerIslands, type StaticFile } from "./client_build.ts";
import type { FsRoute } from "./fs_routes.ts";
import type { Parts, ServedFile } from "./parts.ts";
import type { RouteFile } from "./route_files.ts";
import type { Snapshot } from "./snapshot.ts";

/** The same as a written build, for this process alone: nothing is left on the disk. */
export async function loadBuild(parts: Parts, { root }: ResolvedBuildOptions): Promise<Snapshot> {
  const { buildId, clientEntry } = parts;
  const islands: IslandRegistry = new Map();
  for (const { file, name, script } of parts.islands) {
    registerIslands(islands, await importFile(file), script, name);
  }
  const routes = await Promise.all(parts.routes.map((route) => routeOf(route, root)));
  const staticFiles = new Map(parts.files.map((file) => [file.url, staticFileOf(file, root)]));
  return { buildId, clientEntry, islands, routes, staticFiles };
}

async function routeOf({ file, kind, folder, path }: RouteFile, root: string): Promise<FsRoute> {
  const load = () => importFile(file);
  const route = { file: relative(root, file), folder, path };
  return kind === "route" ? { ...route, kind, load } : { ...route, kind, module: await load() };
}

function staticFileOf({ source, contentType, hash, contents }: ServedFile, root: string) {
  const file: StaticFile = source === undefined
    ? { contentType, hash, contents }
    : { contentType, hash, path: relative(root, source) };
  return file;
}

function importFile(file: string): Promise<Record<string, unknown>> {
  return import(pathToFileURL(file).href);
}
