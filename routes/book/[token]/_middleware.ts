import { define } from "@/lib/web/define.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";

/** Whoever holds the link sees the page: no cache and no search engine may. */
export default define.middleware(async (ctx) => {
  const response = await ctx.next();
  for (const [name, value] of Object.entries(PRIVATE_PAGE)) response.headers.set(name, value);
  return response;
});
