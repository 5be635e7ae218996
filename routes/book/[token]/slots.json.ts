import { bookingLink } from "@/lib/booking/link.ts";
import { readPlace } from "@/lib/booking/step.ts";
import { findTimes } from "@/lib/booking/show.ts";
import { define } from "@/lib/web/define.ts";

/** A number of the query within bounds. */
function numberIn(query: URLSearchParams, name: string, usual: number, most: number): number {
  const number = Number(query.get(name) ?? NaN);
  return Number.isInteger(number) ? Math.min(Math.max(number, 1), most) : usual;
}

const STATUS: Record<string, number> = { invalid: 404, expired: 410, rejected: 422 };

/**
 * Free times: `slots` (best first) and `days` as the database found them, by `from`, `days` and
 * `max_slots`. With `view=1`, what the page's choice of a time shows for the same query.
 */
export const handler = define.handlers({
  async GET(ctx) {
    const query = ctx.url.searchParams;
    const { api, company } = ctx.state;
    const link = bookingLink(api, ctx.params.token);
    const place = readPlace(query);
    if (query.get("view") === "1") {
      return Response.json((await findTimes(link, place, company.time_zone)).times);
    }
    const days = numberIn(query, "days", 14, 62);
    const most = numberIn(query, "max_slots", days === 1 ? 500 : 12, 500);
    const found = await link.slots({ from: place.from, days, most, units: place.units });
    return Response.json(found, { status: STATUS[found.status] ?? 200 });
  },
});
