import { App, type ListenOptions, setSnapshot } from "./app.ts";
import { type BuildOptions, type ResolvedBuildOptions, resolveOptions } from "./build_options.ts";
import { writeBuild } from "./disk_build.ts";
import { loadBuild } from "./memory_build.ts";
import { collectParts } from "./parts.ts";

/** Builds an application: bundles its islands and finds its routes and files. */
// deno-lint-ignore no-explicit-any -- as upstream: a builder serves applications of any state
export class Builder<State = any> {
  readonly config: ResolvedBuildOptions;

  constructor(options: BuildOptions = {}) {
    this.config = resolveOptions(options);
  }

  /**
   * Writes `server.js`, whose default export has the `fetch` that answers requests, and what it
   * needs into `outDir`, in place of an earlier build.
   */
  async build(): Promise<void> {
    await writeBuild(await collectParts(this.config), this.config);
  }

  /**
   * Builds in development mode, where browsers keep nothing, and serves without writing anything
   * down. A change of the sources is seen by a new process: run this one with Deno's `--watch`.
   */
  async listen(
    importApp: () => Promise<{ app: App<State> } | App<State>>,
    options: ListenOptions = {},
  ): Promise<void> {
    const snapshot = await loadBuild(await collectParts(this.config), this.config);
    const imported = await importApp();
    const app = imported instanceof App ? imported : imported.app;
    setSnapshot(app, snapshot, { root: this.config.root, mode: "development" });
    await app.listen(options);
  }
}
