import { define } from "@/lib/web/define.ts";
import { staffSession } from "@/lib/web/session.ts";
import { staffOf } from "@/lib/web/staff.ts";

/** Ends the session on this device, or with `?where=everywhere` on all of them. */
export const handler = define.handlers({
  async POST(ctx) {
    const isEverywhere = ctx.url.searchParams.get("where") === "everywhere";
    const session = staffSession(ctx.req, ctx.state.address);
    if (isEverywhere && await staffOf(session, ctx.state.now) !== null) {
      await session.rpc("sign_out_everywhere", {});
    }
    await session.api.auth.signOut({ scope: "local" });
    return session.applyTo(ctx.redirect(isEverywhere ? "/sign-in?out=all" : "/sign-in", 303));
  },
});
