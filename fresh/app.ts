import { setBuildId } from "./build_id.ts";
import { Context, type ResolvedFreshConfig, type RouteComponent } from "./context.ts";
import { HttpError, reasonOf } from "./error.ts";
import { type FsRoute, middlewaresOf, routeOf } from "./fs_routes.ts";
import { compose, type Middleware } from "./middleware.ts";
import { type Method, METHODS, Router } from "./router.ts";
import { newSegment, renderRoute, type Segment, segmentAt, segmentSteps } from "./segments.ts";
import { NO_SNAPSHOT, type Snapshot } from "./snapshot.ts";

/** Where and how to listen. */
export type ListenOptions = Partial<Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem>;

/** What the application's calls are applied to, in their order. */
interface Plan<State> {
  root: Segment<State>;
  router: Router<Middleware<State>>;
}

const NO_CONNECTION: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 0 },
  completed: Promise.resolve(),
};

const snapshots = new WeakMap<object, Snapshot>();

/** Gives an application what its build made. To be done before `handler()` is called. */
export function setSnapshot<State>(
  app: App<State>,
  snapshot: Snapshot,
  config: ResolvedFreshConfig,
): void {
  snapshots.set(app, snapshot);
  Object.assign(app.config, config);
  setBuildId(snapshot.buildId);
}

/** An application: middlewares, handlers and file routes, applied in the order of the calls. */
export class App<State> {
  readonly config: ResolvedFreshConfig = { root: ".", mode: "production" };
  #commands: ((plan: Plan<State>) => void)[] = [];

  /** Runs middlewares for every request, or for those below `path`. */
  use(...middlewares: Middleware<State>[]): this;
  use(path: string, ...middlewares: Middleware<State>[]): this;
  use(first: string | Middleware<State>, ...rest: Middleware<State>[]): this {
    const [path, middlewares] = typeof first === "string" ? [first, rest] : ["*", [first, ...rest]];
    this.#commands.push(({ root }) => {
      segmentAt(root, path).middlewares.push(...middlewares);
    });
    return this;
  }

  /** Answers GET and HEAD at `path`: the last of the middlewares is the handler. */
  get(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#on(["GET"], path, middlewares);
  }

  /** Answers POST at `path`. */
  post(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#on(["POST"], path, middlewares);
  }

  /** Answers every method at `path`. */
  all(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#on(METHODS, path, middlewares);
  }

  #on(methods: Method[], path: string, middlewares: Middleware<State>[]): this {
    this.#commands.push(({ root, router }) => {
      const steps = [...segmentSteps(segmentAt(root, path)), ...middlewares];
      router.add(methods, path === "*" ? "/*" : path, compose(steps));
    });
    return this;
  }

  /** Answers what nothing else answers, and every other error with status 404. */
  notFound(middleware: Middleware<State>): this {
    this.#commands.push(({ root }) => {
      root.notFound = middleware;
    });
    return this;
  }

  /** Answers errors of requests below `path`; `ctx.error` holds what was thrown. */
  onError(path: string, middleware: Middleware<State>): this {
    this.#commands.push(({ root }) => {
      segmentAt(root, path).error = { handler: middleware };
    });
    return this;
  }

  /** Adds the files of the routes folder. */
  fsRoutes(): this {
    this.#commands.push((plan) => {
      for (const route of snapshots.get(this)?.routes ?? []) addFile(plan, route);
    });
    return this;
  }

  /** The function that answers requests. Calls to the application after this have no effect on it. */
  handler(): (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const snapshot = snapshots.get(this) ?? NO_SNAPSHOT;
    const plan: Plan<State> = { root: newSegment(null), router: new Router() };
    for (const command of this.#commands) command(plan);
    const unmatched = compose(segmentSteps(plan.root));

    return async (req, info = NO_CONNECTION) => {
      const url = new URL(req.url);
      // A path with two slashes in front could be taken for a host when it is used in a redirect.
      url.pathname = url.pathname.replace(/\/+/g, "/");
      const method = req.method as Method;
      const { pattern, item, params } = plan.router.match(method, url);
      const next = () => lastResort(plan.router, pattern, item === null, method);
      const { config } = this;
      const request = { req, url, info, route: pattern, params };
      const ctx = new Context<State>({ ...request, config, next, build: snapshot });
      try {
        const response = await (item ?? unmatched)(ctx);
        if (!(response instanceof Response)) {
          throw new TypeError(`Expected a Response from ${pattern ?? url.pathname}`);
        }
        return method === "HEAD" ? await headOf(response) : response;
      } catch (error) {
        return plainError(error);
      }
    };
  }

  /** Starts to serve. */
  listen(options: ListenOptions = {}): Promise<void> {
    Deno.serve(options, this.handler());
    return Promise.resolve();
  }
}

function addFile<State>({ root, router }: Plan<State>, route: FsRoute): void {
  const segment = segmentAt(root, route.folder);
  switch (route.kind) {
    case "app":
      root.app = route.module.default as RouteComponent<State>;
      break;
    case "middleware":
      segment.middlewares.push(...middlewaresOf<State>(route.file, route.module));
      break;
    case "layout":
      segment.layout = {
        component: route.module.default as RouteComponent<State>,
        config: route.module.config,
      };
      break;
    case "error":
      segment.error = routeOf<State>(route.file, route.module);
      break;
    case "route": {
      const { file, load } = route;
      const answer: Middleware<State> = async (ctx) =>
        await renderRoute(ctx, routeOf<State>(file, await load()));
      router.add(METHODS, route.path, compose([...segmentSteps(segment), answer]));
    }
  }
}

/** What the last step's `next()` comes to: 404, 405, or the methods that there are. */
function lastResort<State>(
  router: Router<Middleware<State>>,
  pattern: string | null,
  isMethodMissing: boolean,
  method: Method,
): Promise<Response> {
  if (pattern === null || !isMethodMissing) return Promise.reject(new HttpError(404));
  if (method !== "OPTIONS") return Promise.reject(new HttpError(405));
  const headers = { Allow: router.allowed(pattern).join(", ") };
  return Promise.resolve(new Response(null, { status: 204, headers }));
}

/** The answer to an error that no error page has taken. */
function plainError(error: unknown): Response {
  if (!(error instanceof HttpError)) {
    console.error(error);
    return new Response("Internal server error", { status: 500 });
  }
  if (error.status >= 500) console.error(error);
  return new Response(error.message || reasonOf(error.status), { status: error.status });
}

/** An answer without its body, that says how long it is: of none at all whoever serves it would say that it is empty. */
async function headOf(response: Response): Promise<Response> {
  if (response.body === null) return response;
  const { byteLength } = await response.arrayBuffer();
  const head = new Response(null, response);
  head.headers.set("Content-Length", String(byteLength));
  return head;
}
