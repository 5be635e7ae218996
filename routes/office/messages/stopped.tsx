import { HttpError, page } from "fresh";
import * as z from "zod";
import { StoppedPage, type StoppedView } from "@/components/mail/StoppedPage.tsx";
import type { Rpc } from "@/lib/database/rpc.ts";
import { liftBounce, readStopped, resubscribe } from "@/lib/mail/state.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

/** What came of a button, by the word in the address. */
const TOLD: Record<string, string> = {
  resubscribed: "Reminders go there again.",
  lifted: "Mail goes there again.",
  meanwhile: "It was written to again already.",
};

async function look(rpc: Rpc, query: URLSearchParams) {
  const search = (query.get("find") ?? "").trim().slice(0, 254);
  const after = z.uuid().safeParse(query.get("after")).data ?? null;
  return { stopped: await readStopped(rpc, { search, after }), search, isLater: after !== null };
}

export const handler = defineStaff.handlers<Omit<StoppedView, "isAdmin">>({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const shown = await look(ctx.state.session.rpc, searchParams);
    return page({ ...shown, told: TOLD[searchParams.get("did") ?? ""] ?? null });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const form = await readForm(ctx.req);
    const [deed, address, why] = ["do", "address", "why"].map((name) => textOf(form, name));
    if (deed !== "resubscribe" && deed !== "lift") throw new HttpError(400);
    const came = deed === "lift"
      ? await liftBounce(rpc, address, why)
      : await resubscribe(rpc, address);
    if ("did" in came) return ctx.redirect(`/office/messages/stopped?did=${came.did}`, 303);
    const shown = await look(rpc, ctx.url.searchParams);
    return page({ ...shown, told: null, typed: { address, why, ...came } }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function StoppedAddresses({ data, state }) {
  return <StoppedPage {...data} isAdmin={state.staff.role === "admin"} />;
});
