import { page } from "fresh";
import { WishForm } from "@/components/visits/WishForm.tsx";
import { findOwnSheet } from "@/lib/visits/sheet.ts";
import { NO_WISH, noteWish, type Wish, wishIn } from "@/lib/visits/wish.ts";
import { visitHref } from "@/lib/visits/words.ts";
import { defineStaff, type StaffState } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";
import { asksAsPhone } from "@/lib/web/phone.ts";

interface Shown {
  visit: string;
  client: string | null;
  wish: Wish;
  complaint?: string;
  isNoted: boolean;
}

/** Whose it is; null where the visit is somebody else's by now: what was heard at its door is taken all the same. */
async function clientOf({ session }: StaffState, visit: string): Promise<string | null> {
  return (await findOwnSheet(session.rpc, visit))?.stop.client_name ?? null;
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const visit = keyOf(ctx.params);
    const client = await clientOf(ctx.state, visit);
    const isNoted = ctx.url.searchParams.has("now");
    return page({ visit, client, wish: NO_WISH, isNoted });
  },
  async POST(ctx) {
    const visit = keyOf(ctx.params);
    const wish = wishIn(await readForm(ctx.req));
    // What a phone sends once more has its name already.
    const request = asksAsPhone(ctx.req) ?? crypto.randomUUID();
    const refused = await noteWish(ctx.state.session.rpc, { visit_id: visit }, wish, request);
    if (refused === null) return ctx.redirect(`${visitHref(visit, "wish")}?now`, 303);
    if ("is" in refused) return ctx.redirect(visitHref(visit, "next"), 303);
    const client = await clientOf(ctx.state, visit);
    return page({ visit, client, wish, isNoted: false, ...refused }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function WishPage({ data }) {
  const { visit, ...shown } = data;
  return (
    <WishForm
      {...shown}
      action={visitHref(visit, "wish")}
      back={{ href: visitHref(visit), to: "The visit" }}
    />
  );
});
