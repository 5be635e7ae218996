import { HttpError } from "fresh";
import { feedCalendar, lastChange, readFeed } from "@/lib/calendar/feed.ts";
import { define } from "@/lib/web/define.ts";
import { rateLimit } from "@/lib/web/limits.ts";
import { stampsIn } from "@/lib/web/stamps.ts";

/** Requests of one address: enough for a service that reads the calendars of all technicians. */
const allows = rateLimit({ burst: 120, perSecond: 120 / 600 });

/** A technician's work for the calendar on their phone. The address is the whole right: whoever has it reads. */
export const handler = define.handlers({
  async GET(ctx) {
    const { state } = ctx;
    if (!allows(state.address, state.now)) throw new HttpError(429);
    const noneOf = ctx.req.headers.get("If-None-Match");
    const known = stampsIn(noneOf);
    const feed = await readFeed(state.rpc, ctx.params.token, known.at(-1));
    if (feed.status === "rejected") throw new HttpError(429);
    if (feed.status === "invalid") throw new HttpError(404);
    const headers = new Headers({
      // Weak: with gzip the bytes are others.
      "ETag": `W/"${feed.stamp}"`,
      "Cache-Control": "private, no-cache",
      "X-Robots-Tag": "noindex, nofollow",
    });
    if (feed.status === "unchanged" || known.includes(feed.stamp) || noneOf?.trim() === "*") {
      // As its 200 has from what compresses it.
      headers.set("Vary", "Accept-Encoding");
      return new Response(null, { status: 304, headers });
    }
    headers.set("Content-Type", "text/calendar; charset=utf-8; method=PUBLISH");
    headers.set("Content-Disposition", 'inline; filename="work.ics"');
    // Nobody is asked since when: what went to somebody else leaves no younger date behind.
    const changed = lastChange(feed.entries);
    if (changed !== null) headers.set("Last-Modified", changed.toUTCString());
    const { name, time_zone } = state.company;
    const calendar = feedCalendar(feed.entries, `Work (${name})`, time_zone);
    return new Response(calendar, { headers });
  },
});
