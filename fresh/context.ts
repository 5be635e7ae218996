// deno-lint-ignore-file no-explicit-any -- vnodes of any props are rendered here
import { type AnyComponent, type FunctionComponent, h, isValidElement, type VNode } from "preact";
import type { ClientBuild } from "./client_build.ts";
import { NONCE } from "./nonce.ts";
import { renderDocument } from "./render.ts";

/** Where the application lies and how it was built. */
export interface ResolvedFreshConfig {
  root: string;
  mode: "development" | "production";
}

/** What a layout may leave out. */
export interface LayoutConfig {
  /** Drop the layouts of outer folders. */
  skipInheritedLayouts?: boolean;
  /** Drop `_app`. */
  skipAppWrapper?: boolean;
}

/** What a page may leave out. */
export type RouteConfig = LayoutConfig;

/** The props of a page, layout, error page or app wrapper. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<
    Context<State>,
    "Component" | "config" | "error" | "info" | "params" | "req" | "route" | "state" | "url"
  >
  & { data: Data };

/** A component that may be async, and may answer with a response of its own. */
export type RouteComponent<State> = AnyComponent<PageProps<any, State>> | AsyncComponent<State>;

type AsyncComponent<State> = (
  props: PageProps<any, State>,
) => Promise<VNode<any> | Response | null>;

/** What surrounds a page at the point of the chain where a request is. */
export interface Ui<State> {
  app: RouteComponent<State> | null;
  /** From the outermost folder inwards. */
  layouts: RouteComponent<State>[];
  readonly build: ClientBuild;
}

/** Key of a context's {@linkcode Ui}, out of the application's sight. */
export const ui: unique symbol = Symbol("fresh.ui");

/** One request on its way through middlewares, handler and page. */
export class Context<State> {
  readonly [ui]: Ui<State>;
  req: Request;
  /** The request's URL with repeated slashes of its path collapsed. */
  readonly url: URL;
  readonly info: Deno.ServeHandlerInfo;
  /** The pattern of the matched route, such as `/book/:token`. */
  readonly route: string | null;
  readonly params: Record<string, string>;
  readonly config: ResolvedFreshConfig;
  /** Shared by all middlewares, handlers and pages of the request. */
  readonly state: State = {} as State;
  /** What was thrown, on error pages. */
  error: unknown = null;
  /** Passes the request on to the following middleware or the handler. */
  next: () => Promise<Response>;
  /** In layouts and app wrappers: what they surround. */
  Component!: FunctionComponent;

  constructor(
    init:
      & Pick<Context<State>, "config" | "info" | "next" | "params" | "req" | "route" | "url">
      & { build: ClientBuild },
  ) {
    this.req = init.req;
    this.url = init.url;
    this.info = init.info;
    this.route = init.route;
    this.params = init.params;
    this.config = init.config;
    this.next = init.next;
    this[ui] = { app: null, layouts: [], build: init.build };
  }

  /**
   * Sends the browser elsewhere. Repeated slashes in a local path are collapsed, because
   * `//host/…` would leave the site.
   */
  redirect(pathOrUrl: string, status = 302): Response {
    let location = pathOrUrl;
    if (pathOrUrl.startsWith("/")) {
      const [path] = pathOrUrl.split(/[?#]/, 1);
      location = path.replaceAll(/\/+/g, "/") + pathOrUrl.slice(path.length);
    }
    return new Response(null, { status, headers: { location } });
  }

  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  json(content: unknown, init?: ResponseInit): Response {
    return Response.json(content, init);
  }

  html(content: string, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    headers.set("Content-Type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  /** Renders a page inside the layouts and the app wrapper that apply here. */
  async render(
    vnode: VNode<any> | null,
    init: ResponseInit = {},
    config: LayoutConfig = {},
  ): Promise<Response> {
    if (vnode !== null && !isValidElement(vnode)) {
      throw new Error("ctx.render() was called with something that is not JSX");
    }
    const layouts = config.skipInheritedLayouts ? [] : this[ui].layouts;
    for (const layout of layouts.toReversed()) {
      const child = vnode;
      const wrapped = await elementOf(this, layout, undefined, () => child);
      if (wrapped instanceof Response) return wrapped;
      vnode = wrapped;
    }

    // The page becomes HTML before the app wrapper is rendered around it, so that <Head> of the
    // page is known when the wrapper's <head> is written.
    let body: VNode<any> | null = vnode;
    const app = config.skipAppWrapper ? null : this[ui].app;
    const wrapper = app === null ? null : await elementOf(this, app, null, () => body);
    if (wrapper instanceof Response) return wrapper;

    const document = renderDocument({
      page: vnode,
      wrapper,
      place: (html) => body = html,
      url: this.url,
      build: this[ui].build,
    });
    const response = this.html(document.html, init);
    if (document.preload !== "") response.headers.append("Link", document.preload);
    return Object.assign(response, { [NONCE]: document.nonce });
  }
}

/** The element of a page, layout or wrapper; an async component is run at once. */
export async function elementOf<State>(
  ctx: Context<State>,
  component: RouteComponent<State>,
  data: unknown,
  Component: FunctionComponent,
): Promise<VNode<any> | Response | null> {
  const { config, error, info, params, req, route, state, url } = ctx;
  const known = { config, error, info, params, req, route, state, url };
  const props: PageProps<any, State> = { ...known, Component, data };
  if (isAsync(component)) return await component(props);
  return h(component as AnyComponent<typeof props>, props);
}

function isAsync<State>(component: RouteComponent<State>): component is AsyncComponent<State> {
  return component.constructor.name === "AsyncFunction";
}
