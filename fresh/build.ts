import { App, type ListenOptions, setSnapshot } from "./app.ts";
import { asset } from "./assets.ts";
import type { Snapshot } from "./build_cache.ts";
import { SCRIPT_FOLDER } from "./build_id.ts";
import { bundleIslands } from "./bundle.ts";
import { contentTypeOf } from "./content_types.ts";
import { placeRouteFile, sortRouteFiles } from "./route_files.ts";
import {
  type IslandModule,
  relativePath,
  serverSource,
  type SnapshotFile,
  snapshotSource,
} from "./snapshot.ts";
import { walk } from "./walk.ts";

/** Where an application's parts lie and what browsers its islands are for. */
export interface BuildOptions {
  /** Oldest browsers, as esbuild names them. */
  target?: string | string[];
  /** The application's folder; all other paths are relative to it. */
  root?: string;
  outDir?: string;
  staticDir?: string;
  islandDir?: string;
  routeDir?: string;
  /** The module that exports `app`. */
  serverEntry?: string;
  /** Files of the routes and islands folders to leave out. */
  ignore?: RegExp[];
}

const CSS_URL = /url\((["']?)(\/[^"')]*)\1\)/g;

/** Builds an application: bundles its islands and writes down its routes and files. */
// deno-lint-ignore no-explicit-any -- as upstream: a builder serves applications of any state
export class Builder<State = any> {
  readonly config: Required<BuildOptions>;

  constructor(options: BuildOptions = {}) {
    const root = absolute(options.root ?? ".", Deno.cwd());
    this.config = {
      root,
      target: options.target ?? ["chrome99", "firefox99", "safari15"],
      outDir: absolute(options.outDir ?? "_fresh", root),
      staticDir: absolute(options.staticDir ?? "static", root),
      islandDir: absolute(options.islandDir ?? "islands", root),
      routeDir: absolute(options.routeDir ?? "routes", root),
      serverEntry: absolute(options.serverEntry ?? "main.ts", root),
      ignore: options.ignore ?? [/[._]test\.(?:[tj]sx?|[mc][tj]s)$/],
    };
  }

  /**
   * Writes `server.js`, whose default export has the `fetch` that answers requests, and what it
   * needs into `outDir`, in place of an earlier build.
   */
  async build(): Promise<void> {
    const { root, outDir, target } = this.config;
    const { islands, routes } = await this.#findModules();
    const scripts = await bundleIslands({
      entryPoints: {
        "fresh-runtime": new URL("./client.ts", import.meta.url).pathname,
        ...Object.fromEntries(islands.map(({ name, file }) => [name, file])),
      },
      root,
      target,
    });
    const assets = await this.#readStatic();
    const buildId = await hashOf(
      [...scripts, ...assets].flatMap((each) => each.contents),
    );

    await removeIfThere(outDir);
    const scriptFolder = `static${SCRIPT_FOLDER}${buildId}`;

    const files: SnapshotFile[] = [];
    const write = async (
      path: string,
      url: string,
      contents: Uint8Array<ArrayBuffer>,
    ) => {
      await Deno.mkdir(`${outDir}/${path}`.replace(/[^/]*$/, ""), {
        recursive: true,
      });
      await Deno.writeFile(`${outDir}/${path}`, contents);
      files.push(await snapshotFile(url, `${outDir}/${path}`, root, contents));
    };
    for (const { name, contents } of scripts) {
      await write(
        `${scriptFolder}/${name}`,
        `${SCRIPT_FOLDER}${buildId}/${name}`,
        contents,
      );
    }
    for (const { file, url, contents } of assets) {
      if (url.endsWith(".css")) {
        await write(`static${url}`, url, withKeys(contents, buildId));
      } else files.push(await snapshotFile(url, file, root, contents));
    }

    const source = snapshotSource({ buildId, islands, routes, files, outDir });
    await Deno.writeTextFile(`${outDir}/snapshot.js`, source);
    await Deno.writeTextFile(`${outDir}/server.js`, serverSource(this.config));
  }

  /** Builds in development mode, where nothing is cached, and serves. */
  async listen(
    importApp: () => Promise<{ app: App<State> } | App<State>>,
    options: ListenOptions = {},
  ): Promise<void> {
    await this.build();
    const imported = await importApp();
    const app = imported instanceof App ? imported : imported.app;
    const { snapshot }: { snapshot: Snapshot } = await import(
      `file://${this.config.outDir}/snapshot.js`
    );
    setSnapshot(app, snapshot, { root: this.config.root, mode: "development" });
    await app.listen(options);
  }

  async #findModules() {
    const { islandDir, routeDir, ignore } = this.config;
    const isModule = (file: string) =>
      /\.[jt]sx?$/.test(file) && !ignore.some((pattern) => pattern.test(file));

    const islandFiles = (await walk(islandDir)).filter(isModule);
    const routes = [];
    for (const file of (await walk(routeDir)).filter(isModule)) {
      // Folders such as `(_components)` hold no routes; `(_islands)` holds islands.
      const apart = file.slice(routeDir.length).match(/\/\((_[^/]+)\)\//);
      if (apart === null) {
        const id = file.slice(routeDir.length).replace(/\.\w+$/, "");
        routes.push(placeRouteFile(file, id));
      } else if (apart[1] === "_islands") {
        islandFiles.push(file);
      }
    }
    return {
      islands: nameIslands(islandFiles),
      routes: sortRouteFiles(routes, routeDir),
    };
  }

  async #readStatic() {
    const { staticDir, outDir } = this.config;
    const files = (await walk(staticDir)).filter((file) =>
      !file.startsWith(`${outDir}/`) &&
      !/\/\.(?!well-known)/.test(file.slice(staticDir.length))
    );
    return await Promise.all(files.map(async (file) => {
      const url = file.slice(staticDir.length).split("/").map(
        encodeURIComponent,
      ).join("/");
      return { file, url, contents: await Deno.readFile(file) };
    }));
  }
}

function absolute(path: string, root: string): string {
  if (path.startsWith("file://")) {
    return decodeURI(new URL(path).pathname).replace(/\/$/, "");
  }
  return decodeURI(new URL(path, `file://${root}/`).pathname).replace(
    /\/$/,
    "",
  );
}

/** Names that can stand in JavaScript, unique among the modules. */
function nameIslands(files: string[]): IslandModule[] {
  const count = new Map<string, number>();
  return files.map((file) => {
    const base = file.replace(/^.*\//, "").replace(/\.\w+$/, "").replace(
      /^[^a-z_$]|[^\w$]/gi,
      "_",
    );
    const seen = count.get(base) ?? 0;
    count.set(base, seen + 1);
    return { file, name: seen === 0 ? base : `${base}_${seen}` };
  });
}

/** Gives local URLs in a style sheet the build's key. */
function withKeys(
  css: Uint8Array<ArrayBuffer>,
  buildId: string,
): Uint8Array<ArrayBuffer> {
  const keyed = new TextDecoder().decode(css).replaceAll(
    CSS_URL,
    (_, _quote, path) => `url(${JSON.stringify(asset(path, buildId))})`,
  );
  return new TextEncoder().encode(keyed);
}

async function snapshotFile(
  url: string,
  file: string,
  root: string,
  contents: Uint8Array<ArrayBuffer>,
): Promise<SnapshotFile> {
  const path = relativePath(root, file);
  return {
    url,
    path,
    contentType: contentTypeOf(file),
    hash: await hashOf([contents]),
  };
}

async function hashOf(parts: Uint8Array<ArrayBuffer>[]): Promise<string> {
  const bytes = await new Blob(parts).bytes();
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex()
    .slice(0, 40);
}

async function removeIfThere(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
