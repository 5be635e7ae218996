// deno-lint-ignore-file no-explicit-any -- inference needs `any` where a handler's data is open
import type { AnyComponent } from "preact";
import type { PageProps } from "./context.ts";
import type { HandlerByMethod, HandlerFn, RouteHandler } from "./handlers.ts";
import type { Middleware } from "./middleware.ts";

/** Helpers that return their argument and give it the types of an application's `State`. */
export interface Define<State> {
  /** Types a route's `handler` export. */
  handlers<
    Data,
    Handlers extends RouteHandler<Data, State> = RouteHandler<Data, State>,
  >(handlers: Handlers): Handlers;

  /** Types a page; `define.page<typeof handler>` takes the data's type from its handler. */
  page<
    Handler extends RouteHandler<any, State> = never,
    Data = Handler extends HandlerFn<infer D, State> ? D
      : Handler extends HandlerByMethod<infer D, State> ? D
      : never,
  >(
    render: AnyComponent<PageProps<Data, State>>,
  ): AnyComponent<PageProps<Data, State>>;

  /** Types one middleware or a list of them. */
  middleware<M extends Middleware<State> | Middleware<State>[]>(
    middleware: M,
  ): M;

  /** Types a `_layout` or `_app` component. */
  layout(
    render: AnyComponent<PageProps<unknown, State>>,
  ): AnyComponent<PageProps<unknown, State>>;
}

/** Binds {@linkcode Define} to the `State` that middlewares share with pages. */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (render) => render,
    middleware: (middleware) => middleware,
    layout: (render) => render,
  };
}
