import { define } from "@/lib/web/define.ts";
import { staffSession } from "@/lib/web/session.ts";

/** Ends the session on this device. */
export const handler = define.handlers({
  async POST(ctx) {
    const session = staffSession(ctx.req, ctx.state.address);
    await session.api.auth.signOut({ scope: "local" });
    return session.applyTo(ctx.redirect("/sign-in", 303));
  },
});
