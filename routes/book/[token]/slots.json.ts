import { linkApi } from "@/lib/booking/link.ts";
import { readStep } from "@/lib/booking/step.ts";
import { findTimes } from "@/lib/booking/show.ts";
import { define } from "@/lib/web/define.ts";
import { numberIn } from "@/lib/web/query.ts";

const STATUS: Record<string, number> = { invalid: 404, expired: 410, rejected: 422 };

/**
 * Free times: `slots` (best first) and `days` as the database found them, by `from`, `days` and
 * `max_slots`. With `view=1`, what the page's choice of a time shows for the same query.
 */
export const handler = define.handlers({
  async GET(ctx) {
    const query = ctx.url.searchParams;
    const link = linkApi(ctx.state, ctx.params.token);
    const step = readStep(query);
    if (query.get("view") === "1") {
      return Response.json(await findTimes(link, step, await link.page()));
    }
    const days = numberIn(query, "days", { usual: 14, most: 62 });
    const most = numberIn(query, "max_slots", { usual: days === 1 ? 500 : 12, most: 500 });
    const found = await link.slots({ from: step.from, days, most, units: step.units });
    return Response.json(found, { status: STATUS[found.status] ?? 200 });
  },
});
