import type { RouteComponent, RouteConfig } from "./context.ts";
import type { RouteHandler } from "./handlers.ts";
import type { Middleware } from "./middleware.ts";
import type { RouteFile } from "./route_files.ts";
import type { Route } from "./segments.ts";

/** What a file of the routes folder may export. */
// deno-lint-ignore no-explicit-any -- the snapshot knows nothing of the application's state
export interface RouteModule<State = any> {
  config?: RouteConfig;
  handler?: RouteHandler<unknown, State>;
  handlers?: RouteHandler<unknown, State>;
  default?: RouteComponent<State> | Middleware<State> | Middleware<State>[];
}

/**
 * A file of the routes folder in a snapshot; its path is relative to the application's root.
 * Modules of routes are loaded by the first request for them, all others with the snapshot.
 */
export type FsRoute = Omit<RouteFile, "kind"> & (LazyModule | LoadedModule);

interface LazyModule {
  kind: "route";
  load: () => Promise<RouteModule>;
}

interface LoadedModule {
  kind: Exclude<RouteFile["kind"], "route">;
  module: RouteModule;
}

/** The page or error page that a module describes. */
export function routeOf<State>(file: string, module: RouteModule<State>): Route<State> {
  const handler = module.handlers ?? module.handler;
  const component = module.default as RouteComponent<State> | undefined;
  if (handler === undefined && component === undefined) {
    throw new Error(`${file} exports neither a default component nor a handler`);
  }
  return { component, handler, config: module.config };
}

/** The middlewares that a `_middleware` file exports: one or a list, by default or as handler. */
export function middlewaresOf<State>(
  file: string,
  module: RouteModule<State>,
): Middleware<State>[] {
  const exported = [module.handlers ?? module.handler ?? module.default ?? []].flat();
  if (exported.length === 0 || !exported.every((each) => typeof each === "function")) {
    throw new Error(`${file} must export a middleware or a list of middlewares by default`);
  }
  return exported as Middleware<State>[];
}
