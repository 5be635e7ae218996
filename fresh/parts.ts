import { asset } from "./assets.ts";
import { SCRIPT_FOLDER } from "./build_id.ts";
import type { ResolvedBuildOptions } from "./build_options.ts";
import { bundleIslands } from "./bundle.ts";
import { contentTypeOf } from "./content_types.ts";
import { placeRouteFile, type RouteFile, sortRouteFiles } from "./route_files.ts";
import { walk } from "./walk.ts";

/** A module of the islands folder. */
export interface IslandModule {
  /** Absolute path. */
  file: string;
  /** Unique in the application, usable as a name in JavaScript. */
  name: string;
  /** URL path of its script. */
  script: string;
}

/** A file to serve. */
export interface ServedFile {
  /** URL path. */
  url: string;
  contentType: string;
  hash: string;
  contents: Uint8Array<ArrayBuffer>;
  /** Absolute path of a file that is served as it is; undefined for what the build made. */
  source?: string;
}

/** An application's parts, found in its folders and made ready for browsers. */
export interface Parts {
  buildId: string;
  /** URL path of the script that brings islands to life. */
  clientEntry: string;
  islands: IslandModule[];
  routes: RouteFile[];
  files: ServedFile[];
}

const CSS_URL = /url\((["']?)(\/[^"')]*)\1\)/g;

/** Finds routes, islands and static files, bundles the islands and gives URLs the build's key. */
export async function collectParts(options: ResolvedBuildOptions): Promise<Parts> {
  const { root, target } = options;
  const modules = await findModules(options);
  const islands = nameIslands(modules.islands);
  const scripts = await bundleIslands({
    entryPoints: {
      "fresh-runtime": new URL("./client.ts", import.meta.url).pathname,
      ...Object.fromEntries(islands.map(({ name, file }) => [name, file])),
    },
    root,
    target,
  });
  const assets = await readStatic(options);
  const buildId = await hashOf([...scripts, ...assets].map(({ contents }) => contents));

  const scriptUrl = (name: string) => `${SCRIPT_FOLDER}${buildId}/${name}`;
  const files = [
    ...scripts.map(({ name, contents }) => ({ url: scriptUrl(name), contents })),
    ...assets.map((file) => file.url.endsWith(".css") ? withKeys(file, buildId) : file),
  ];
  return {
    buildId,
    clientEntry: scriptUrl("fresh-runtime.js"),
    islands: islands.map((island) => ({ ...island, script: scriptUrl(`${island.name}.js`) })),
    routes: sortRouteFiles(modules.routes, options.routeDir),
    files: await Promise.all(files.map(async (file) => ({
      ...file,
      contentType: contentTypeOf(file.url),
      hash: await hashOf([file.contents]),
    }))),
  };
}

async function findModules(
  { islandDir, routeDir, ignore }: ResolvedBuildOptions,
): Promise<{ islands: string[]; routes: RouteFile[] }> {
  const isModule = (file: string) =>
    /\.[jt]sx?$/.test(file) && !ignore.some((pattern) => pattern.test(file));

  const islands = (await walk(islandDir)).filter(isModule);
  const routes: RouteFile[] = [];
  for (const file of (await walk(routeDir)).filter(isModule)) {
    const path = file.slice(routeDir.length);
    // Folders such as `(_components)` hold no routes; `(_islands)` holds islands.
    const apart = path.match(/\/\((_[^/]+)\)\//);
    if (apart === null) routes.push(placeRouteFile(file, path.replace(/\.\w+$/, "")));
    else if (apart[1] === "_islands") islands.push(file);
  }
  return { islands, routes };
}

/** Names that can stand in JavaScript, unique among the modules. */
function nameIslands(files: string[]): { file: string; name: string }[] {
  const count = new Map<string, number>();
  return files.map((file) => {
    const fileName = file.replace(/^.*\//, "").replace(/\.\w+$/, "");
    const base = fileName.replace(/^[^a-z_$]|[^\w$]/gi, "_");
    const seen = count.get(base) ?? 0;
    count.set(base, seen + 1);
    return { file, name: seen === 0 ? base : `${base}_${seen}` };
  });
}

type Asset = Pick<ServedFile, "url" | "contents" | "source">;

async function readStatic({ staticDir, outDir }: ResolvedBuildOptions): Promise<Asset[]> {
  const files = (await walk(staticDir)).filter((file) =>
    !file.startsWith(`${outDir}/`) && !/\/\.(?!well-known)/.test(file.slice(staticDir.length))
  );
  return await Promise.all(files.map(async (source) => {
    const url = source.slice(staticDir.length).split("/").map(encodeURIComponent).join("/");
    return { url, source, contents: await Deno.readFile(source) };
  }));
}

/** The style sheet with the build's key on its local URLs. */
function withKeys({ url, contents }: Asset, buildId: string): Asset {
  const keyed = new TextDecoder().decode(contents).replaceAll(
    CSS_URL,
    (_, _quote, path) => `url(${JSON.stringify(asset(path, buildId))})`,
  );
  return { url, contents: new TextEncoder().encode(keyed) };
}

async function hashOf(contents: Uint8Array<ArrayBuffer>[]): Promise<string> {
  const bytes = await new Blob(contents).bytes();
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex().slice(0, 40);
}
