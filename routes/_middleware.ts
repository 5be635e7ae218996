import { HttpError } from "fresh";
import { companyCard } from "@/lib/company.ts";
import { define } from "@/lib/define.ts";
import { rateLimit } from "@/lib/rate_limit.ts";
import { publicClient } from "@/lib/supabase.ts";

/** Far more than people do, little enough that nobody can tie up the calendar. */
const allows = rateLimit({ burst: 600, perSecond: 10 });

/** The address a request came from. */
function addressOf({ remoteAddr }: Deno.ServeHandlerInfo): string {
  return "hostname" in remoteAddr ? remoteAddr.hostname : "";
}

export default define.middleware([
  async (ctx) => {
    ctx.state.now = new Date();
    ctx.state.api = publicClient();
    ctx.state.company = await companyCard(ctx.state.api, ctx.state.now);
    return await ctx.next();
  },
  (ctx) => {
    if (!allows(addressOf(ctx.info), ctx.state.now)) throw new HttpError(429);
    return ctx.next();
  },
]);
