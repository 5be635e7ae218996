import { define } from "@/lib/web/define.ts";
import { hrefOf } from "@/lib/booking/step.ts";

/** Links as an earlier system wrote them. */
export const handler = define.handlers({
  GET: (ctx) => ctx.redirect(hrefOf(encodeURIComponent(ctx.params.token)), 308),
});
