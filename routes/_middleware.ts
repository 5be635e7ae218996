import { HttpError } from "fresh";
import { publicRpc } from "@/lib/web/api.ts";
import { clientAddress } from "@/lib/web/client_address.ts";
import { companyCard } from "@/lib/web/company.ts";
import { define } from "@/lib/web/define.ts";
import { readSiteEnv } from "@/lib/env.ts";
import { rateLimit } from "@/lib/web/limits.ts";

/** Requests of one address: far more than people make, too few to tie up the calendar. */
const allows = rateLimit({ burst: 600, perSecond: 10 });

/** The watch over the service must not be silenced by whoever shares its address. */
const allowsWatch = rateLimit({ burst: 60, perSecond: 1 });

const { TRUSTED_ADDRESS_HEADER } = readSiteEnv();

const isWatch = ({ route }: { route: string | null }) => route === "/healthz";

export default define.middleware([
  // First of all: who asks without end costs no call of the database.
  (ctx) => {
    const { state } = ctx;
    state.now = new Date();
    state.address = clientAddress(ctx.req.headers, ctx.info, TRUSTED_ADDRESS_HEADER);
    const isAllowed = isWatch(ctx) ? allowsWatch : allows;
    if (!isAllowed(state.address, state.now)) throw new HttpError(429);
    return ctx.next();
  },
  async (ctx) => {
    ctx.state.rpc = publicRpc();
    if (!isWatch(ctx)) ctx.state.company = await companyCard(ctx.state.rpc, ctx.state.now);
    return await ctx.next();
  },
]);
