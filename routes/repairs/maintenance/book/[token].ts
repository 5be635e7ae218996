import { define } from "@/lib/web/define.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";
import { hrefOf } from "@/lib/booking/step.ts";

/** Links as an earlier system wrote them. They hold a secret, so no cache keeps where they lead. */
export const handler = define.handlers({
  GET(ctx) {
    const response = ctx.redirect(hrefOf(encodeURIComponent(ctx.params.token)), 308);
    for (const [name, value] of Object.entries(PRIVATE_PAGE)) response.headers.set(name, value);
    return response;
  },
});
