import { dirname, relative } from "node:path";
import type { ResolvedBuildOptions } from "./build_options.ts";
import { encode, type Encoding, ENCODINGS } from "./encodings.ts";
import type { Parts, ServedFile } from "./parts.ts";

/**
 * Writes `server.js`, whose default export has the `fetch` that answers requests, and what it
 * needs into `outDir`, in place of an earlier build.
 */
export async function writeBuild(parts: Parts, options: ResolvedBuildOptions): Promise<void> {
  const { outDir } = options;
  await removeIfThere(outDir);
  await Deno.mkdir(outDir, { recursive: true });
  const encoded: EncodedFiles = new Map();
  for (const file of parts.files) {
    if (file.source === undefined) await write(pathOf(file, outDir), file.contents);
    encoded.set(file, await writeEncoded(file, outDir));
  }
  await Deno.writeTextFile(`${outDir}/snapshot.js`, snapshotSource(parts, encoded, options));
  await Deno.writeTextFile(`${outDir}/server.js`, serverSource(options));
}

/** By file: where it lies in which encoding. */
type EncodedFiles = Map<ServedFile, [Encoding, string][]>;

/** Encodes a file once, so that no request has to. */
async function writeEncoded(
  { url, contents }: ServedFile,
  outDir: string,
): Promise<[Encoding, string][]> {
  const written: [Encoding, string][] = [];
  for (const encoding of ENCODINGS) {
    const encoded = encode(contents, encoding);
    if (encoded === null) continue;
    const path = `${outDir}/encoded/${encoding}${url}`;
    await write(path, encoded);
    written.push([encoding, path]);
  }
  return written;
}

async function write(path: string, contents: Uint8Array<ArrayBuffer>): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeFile(path, contents);
}

/** Where a file lies: what the build made is in its own folder. */
function pathOf({ source, url }: ServedFile, outDir: string): string {
  return source ?? `${outDir}/static${url}`;
}

/** The module that holds what a build found and made. */
function snapshotSource(
  parts: Parts,
  encodedFiles: EncodedFiles,
  { root, outDir }: ResolvedBuildOptions,
): string {
  const { buildId, clientEntry, islands, routes, files } = parts;
  const imports: string[] = [];
  const islandCalls: string[] = [];
  const routeItems: string[] = [];

  for (const { file, name, script } of islands) {
    imports.push(`import * as ${name} from ${specifier(outDir, file)};`);
    const [url, moduleName] = [script, name].map((each) => JSON.stringify(each));
    islandCalls.push(`registerIslands(islands, ${name}, ${url}, ${moduleName});`);
  }
  routes.forEach(({ file, ...rest }, index) => {
    const where = specifier(outDir, file);
    let module = `load: () => import(${where})`;
    if (rest.kind !== "route") {
      module = `module: route${index}`;
      imports.push(`import * as route${index} from ${where};`);
    }
    const fields = JSON.stringify({ file: relative(root, file), ...rest }).slice(1, -1);
    routeItems.push(`    { ${fields}, ${module} },`);
  });
  const fileItems = files.map((file) => {
    const { url, contentType, hash } = file;
    const path = relative(root, pathOf(file, outDir));
    const encoded = Object.fromEntries(
      encodedFiles.get(file)!.map(([encoding, path]) => [encoding, relative(root, path)]),
    );
    return `    [${JSON.stringify(url)}, ${JSON.stringify({ path, contentType, hash, encoded })}],`;
  });

  return `// Written by the build.
import { registerIslands } from "fresh/internal";
${imports.join("\n")}

const islands = new Map();
${islandCalls.join("\n")}

export const snapshot = {
  buildId: ${JSON.stringify(buildId)},
  clientEntry: ${JSON.stringify(clientEntry)},
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
function serverSource({ root, serverEntry, outDir }: ResolvedBuildOptions): string {
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
  const path = relative(folder, file);
  return JSON.stringify(path.startsWith("..") ? path : `./${path}`);
}

async function removeIfThere(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
