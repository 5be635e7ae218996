import type { Plugin } from "esbuild";

/** A script of the browser bundle. */
export interface Script {
  /** File name below the build's script folder. */
  name: string;
  contents: Uint8Array<ArrayBuffer>;
}

/** The browser's half of islands: this package's client and each island's module. */
export async function bundleIslands(options: {
  /** Modules by the name of the script they become. */
  entryPoints: Record<string, string>;
  root: string;
  target: string | string[];
}): Promise<Script[]> {
  const esbuild = await import("esbuild");
  try {
    const result = await esbuild.build({
      entryPoints: options.entryPoints,
      absWorkingDir: options.root,
      outdir: options.root,
      write: false,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      target: options.target,
      minify: true,
      jsx: "automatic",
      jsxImportSource: "preact",
      define: { "process.env.NODE_ENV": '"production"' },
      plugins: [await importMap(options.root)],
      logLevel: "silent",
    });
    return result.outputFiles.map(({ path, contents }) => ({
      name: path.slice(options.root.length + 1),
      contents: contents as Uint8Array<ArrayBuffer>,
    }));
  } finally {
    await esbuild.stop();
  }
}

/**
 * Resolves what node_modules cannot: the paths of the import map, and Fresh itself. All other
 * bare names of the import map are names of npm packages.
 */
async function importMap(root: string): Promise<Plugin> {
  const imports = await nearestImports(root);
  return {
    name: "import-map",
    setup(build) {
      for (const [name, { target, base }] of Object.entries(imports)) {
        if (!target.startsWith(".")) continue;
        const filter = new RegExp(`^${RegExp.escape(name)}`);
        build.onResolve({ filter }, ({ path, resolveDir }) => {
          if (path !== name && !name.endsWith("/")) return;
          const file = decodeURI(new URL(target + path.slice(name.length), base).pathname);
          return build.resolve(file, { kind: "import-statement", resolveDir });
        });
      }
      build.onResolve({ filter: /^fresh(\/runtime)?$/ }, ({ path }) => {
        const file = path === "fresh" ? "./mod.ts" : "./runtime.ts";
        return { path: new URL(file, import.meta.url).pathname };
      });
    },
  };
}

/** The imports of the deno.json in `folder` or the nearest folder above. */
async function nearestImports(
  folder: string,
): Promise<Record<string, { target: string; base: URL }>> {
  for (let base = new URL(`file://${folder}/`);; base = new URL("../", base)) {
    const text = await Deno.readTextFile(new URL("deno.json", base)).catch((error) => {
      if (error instanceof Deno.errors.NotFound && base.pathname !== "/") return null;
      throw error;
    });
    if (text === null) continue;
    const imports: [string, string][] = Object.entries(JSON.parse(text).imports ?? {});
    return Object.fromEntries(imports.map(([name, target]) => [name, { target, base }]));
  }
}
