import { createDefine } from "fresh";

/** What middlewares leave for handlers and pages of the same request. */
// deno-lint-ignore no-empty-interface -- filled by the middlewares that need it
export interface State {}

/** Types handlers, pages, layouts and middlewares. */
export const define = createDefine<State>();
