import { define } from "@/lib/define.ts";
import { hrefOf } from "@/lib/booking/place.ts";

/** Links as an earlier system wrote them. */
export const handler = define.handlers({
  GET: (ctx) => ctx.redirect(hrefOf(encodeURIComponent(ctx.params.token)), 308),
});
