import {
  type Context,
  elementOf,
  type LayoutConfig,
  type RouteComponent,
  type RouteConfig,
  ui,
} from "./context.ts";
import { HttpError, statusOf } from "./error.ts";
import type { HandlerFn, RouteHandler } from "./handlers.ts";
import type { Middleware } from "./middleware.ts";
import type { Method } from "./router.ts";

/** A page or error page: its handler, its component, or both. */
export interface Route<State> {
  component?: RouteComponent<State>;
  config?: RouteConfig;
  handler?: RouteHandler<unknown, State>;
}

/** One folder of routes: what it puts around everything below it. */
export interface Segment<State> {
  parent: Segment<State> | null;
  children: Map<string, Segment<State>>;
  middlewares: Middleware<State>[];
  layout?: { component: RouteComponent<State>; config?: LayoutConfig };
  error?: Route<State>;
  /** Only on the root. */
  app?: RouteComponent<State>;
  /** Only on the root: answers every 404. */
  notFound?: Middleware<State>;
}

export function newSegment<State>(parent: Segment<State> | null): Segment<State> {
  return { parent, children: new Map(), middlewares: [] };
}

/** The segment of a folder pattern such as `/office/(staff)`, made on first use. */
export function segmentAt<State>(root: Segment<State>, folder: string): Segment<State> {
  let segment = root;
  if (folder === "*" || folder === "/*") return segment;
  for (const name of folder.split("/").filter(Boolean)) {
    let child = segment.children.get(name);
    if (child === undefined) segment.children.set(name, child = newSegment(segment));
    segment = child;
  }
  return segment;
}

/**
 * The steps from the root down to a segment. A segment's layout and error page lie outside of
 * its own middlewares, so headers that a middleware sets after `ctx.next()` are not on the
 * error pages of the same folder.
 */
export function segmentSteps<State>(segment: Segment<State>): Middleware<State>[] {
  const path: Segment<State>[] = [];
  for (let at: Segment<State> | null = segment; at !== null; at = at.parent) path.unshift(at);
  return path.flatMap((each) => [frame(each, path[0]), ...each.middlewares]);
}

/** The step that puts a segment's app wrapper, layout and error page around what follows. */
function frame<State>(segment: Segment<State>, root: Segment<State>): Middleware<State> {
  const { app, layout, error } = segment;
  return async (ctx) => {
    const tree = ctx[ui];
    if (app !== undefined) tree.app = app;
    if (layout !== undefined) {
      if (layout.config?.skipAppWrapper) tree.app = null;
      const inherited = layout.config?.skipInheritedLayouts ? [] : tree.layouts;
      tree.layouts = [...inherited, layout.component];
    }
    try {
      return await ctx.next();
    } catch (err) {
      const status = statusOf(err);
      if (status === 404 && root.notFound !== undefined) return await root.notFound(ctx);
      if (error !== undefined) return await renderRoute(ctx, error, status);
      throw err;
    }
  };
}

/** Runs a route's handler and, unless that answers by itself, renders its page. */
export async function renderRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
  status: number = 200,
): Promise<Response> {
  if (route.config?.skipAppWrapper) ctx[ui].app = null;
  if (route.config?.skipInheritedLayouts) ctx[ui].layouts = [];

  const handler = handlerFor(route, ctx.req.method as Method);
  if (handler === null) return await ctx.next();
  const result = await handler(ctx);
  if (result instanceof Response) return result;

  const init = { status: result.status ?? status, headers: new Headers(result.headers) };
  if (route.component === undefined) return await ctx.render(null, init);
  const vnode = await elementOf(ctx, route.component, result.data, () => null);
  return vnode instanceof Response ? vnode : await ctx.render(vnode, init);
}

/** Null when the route has handlers, but none for the method. */
function handlerFor<State>(
  route: Route<State>,
  method: Method,
): HandlerFn<unknown, State> | null {
  const { handler, component } = route;
  const showPage = () => ({ data: {} });
  if (handler === undefined) {
    if (component === undefined) throw new HttpError(404);
    return showPage;
  }
  if (typeof handler === "function") return handler;
  const get = handler.GET ?? (component === undefined ? undefined : showPage);
  if (method === "GET") return get ?? null;
  return handler[method] ?? (method === "HEAD" ? get : undefined) ?? null;
}
