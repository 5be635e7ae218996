/**
 * The part of Fresh 2.3.3 that this application uses, on npm packages alone; see
 * docs/decisions/0001-fresh-from-npm.md.
 *
 * @module
 */
export { App, type ListenOptions } from "./app.ts";
export type {
  Context,
  Context as FreshContext,
  LayoutConfig,
  PageProps,
  ResolvedFreshConfig,
  RouteConfig,
} from "./context.ts";
export { csp, type CSPOptions } from "./csp.ts";
export { withBody } from "./nonce.ts";
export { csrf, type CsrfOptions } from "./csrf.ts";
export { createDefine, type Define } from "./define.ts";
export { HttpError } from "./error.ts";
export {
  type HandlerByMethod,
  type HandlerFn,
  page,
  type PageResponse,
  type RouteHandler,
} from "./handlers.ts";
export type { Middleware } from "./middleware.ts";
export type { Method } from "./router.ts";
export { staticFiles } from "./static_files.ts";
