import { HttpError } from "fresh";
import { publicRpc } from "@/lib/web/api.ts";
import { clientAddress } from "@/lib/web/client_address.ts";
import { companyCard } from "@/lib/web/company.ts";
import { define } from "@/lib/web/define.ts";
import { readSiteEnv } from "@/lib/env.ts";
import { rateLimit } from "@/lib/web/limits.ts";

/** Requests of one address: far more than people make, too few to tie up the calendar. */
const allows = rateLimit({ burst: 600, perSecond: 10 });

const { TRUSTED_ADDRESS_HEADER } = readSiteEnv();

export default define.middleware([
  async (ctx) => {
    ctx.state.now = new Date();
    ctx.state.rpc = publicRpc();
    ctx.state.company = await companyCard(ctx.state.rpc, ctx.state.now);
    return await ctx.next();
  },
  (ctx) => {
    // The watch over the service must not be silenced by whoever shares its address.
    if (ctx.url.pathname === "/healthz") return ctx.next();
    ctx.state.address = clientAddress(ctx.req.headers, ctx.info, TRUSTED_ADDRESS_HEADER);
    if (!allows(ctx.state.address, ctx.state.now)) throw new HttpError(429);
    return ctx.next();
  },
]);
