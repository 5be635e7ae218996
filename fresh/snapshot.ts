import type { StaticFile } from "./build_cache.ts";
import { SCRIPT_FOLDER } from "./build_id.ts";
import type { RouteFile } from "./route_files.ts";

/** A module of the islands folder. */
export interface IslandModule {
  file: string;
  /** Unique in the application, usable as a name in JavaScript. */
  name: string;
}

/** A file to serve, with the URL path it is served at. */
export type SnapshotFile = StaticFile & { url: string };

/** The module that holds what a build found and made. */
export function snapshotSource(options: {
  buildId: string;
  islands: IslandModule[];
  routes: RouteFile[];
  files: SnapshotFile[];
  outDir: string;
}): string {
  const { buildId, islands, routes, files, outDir } = options;
  const scripts = `${SCRIPT_FOLDER}${buildId}`;
  const imports: string[] = [];
  const islandCalls: string[] = [];
  const routeItems: string[] = [];

  for (const { file, name } of islands) {
    imports.push(`import * as ${name} from ${specifier(outDir, file)};`);
    const [url, moduleName] = [`${scripts}/${name}.js`, name].map((each) => JSON.stringify(each));
    islandCalls.push(
      `registerIslands(islands, ${name}, ${url}, ${moduleName});`,
    );
  }
  routes.forEach(({ file, ...rest }, index) => {
    const where = specifier(outDir, file);
    let module = `load: () => import(${where})`;
    if (rest.kind !== "route") {
      module = `module: route${index}`;
      imports.push(`import * as route${index} from ${where};`);
    }
    const fields = JSON.stringify({ file, ...rest }).slice(1, -1);
    routeItems.push(`    { ${fields}, ${module} },`);
  });
  const fileItems = files.map(({ url, ...file }) =>
    `    [${JSON.stringify(url)}, ${JSON.stringify(file)}],`
  );

  return `// Written by the build.
import { registerIslands } from "fresh/internal";
${imports.join("\n")}

const islands = new Map();
${islandCalls.join("\n")}

export const snapshot = {
  buildId: ${JSON.stringify(buildId)},
  clientEntry: ${JSON.stringify(`${scripts}/fresh-runtime.js`)},
  islands,
  routes: [
${routeItems.join("\n")}
  ],
  staticFiles: new Map([
${fileItems.join("\n")}
  ]),
};
`;
}

/** The module that serves a built application. */
export function serverSource(
  { root, serverEntry, outDir }: {
    root: string;
    serverEntry: string;
    outDir: string;
  },
): string {
  return `// Written by the build.
import { setSnapshot } from "fresh/internal";
import { app } from ${specifier(outDir, serverEntry)};
import { snapshot } from "./snapshot.js";

const { pathname } = new URL(${specifier(outDir, root)}, import.meta.url);
const root = decodeURI(pathname).replace(/\\/$/, "");
setSnapshot(app, snapshot, { root, mode: "production" });

export default { fetch: app.handler() };
`;
}

/** How a module in `folder` names `file`, as a quoted string. */
function specifier(folder: string, file: string): string {
  const path = relativePath(folder, file);
  return JSON.stringify(path.startsWith("..") ? path : `./${path}`);
}

/** The way from a folder to a file; both are absolute. */
export function relativePath(folder: string, file: string): string {
  const from = folder.split("/");
  const to = file.split("/");
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}
