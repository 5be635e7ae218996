import { type Context, ui } from "./context.ts";

/** One step around a request: answers itself, or passes on with `ctx.next()`. */
export type Middleware<State> = (ctx: Context<State>) => Response | Promise<Response>;

/**
 * Joins middlewares into one. Each reaches the following with `ctx.next()`; the last one's
 * `next` is what the context had before. App and layouts that a step sets hold for the steps
 * below it only; `ctx.error` keeps the last error that passed.
 */
export function compose<State>(middlewares: Middleware<State>[]): Middleware<State> {
  return (ctx) => {
    const last = ctx.next;
    async function step(index: number): Promise<Response> {
      if (index === middlewares.length) return await last();
      const { app, layouts } = ctx[ui];
      ctx.next = () => step(index + 1);
      try {
        return await middlewares[index](ctx);
      } catch (error) {
        ctx.error = error;
        throw error;
      } finally {
        ctx[ui].app = app;
        ctx[ui].layouts = layouts;
      }
    }
    return step(0);
  };
}
