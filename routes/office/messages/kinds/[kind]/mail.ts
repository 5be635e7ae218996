import { HttpError } from "fresh";
import { lookedAt, sampleMail } from "@/lib/mail/kinds.ts";
import { readMailState } from "@/lib/mail/state.ts";
import { defineStaff } from "@/lib/web/define.ts";

/** A mail as it is sent, to be shown within the page about its kind; what it may do there is said in main.ts. */
export const handler = defineStaff.handlers({
  async GET(ctx) {
    const { company } = await readMailState(ctx.state.session.rpc);
    const mail = sampleMail(ctx.params.kind, company);
    if (mail === null) throw new HttpError(404);
    const isDark = ctx.url.searchParams.get("look") === "dark";
    const headers = { "Content-Type": "text/html; charset=utf-8" };
    return new Response(lookedAt(mail.html, isDark), { headers });
  },
});
