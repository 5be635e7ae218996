import { HttpError, page } from "fresh";
import { MailKindsPage } from "@/components/mail/MailKindsPage.tsx";
import { type MailStanding, pauseMail, readMailState } from "@/lib/mail/state.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

/** What came of a button, by the word in the address; that mail is paused the page says anyway. */
const TOLD: Record<string, string> = {
  resumed: "Mail goes on. What waited is sent in the next minutes.",
  unchanged: "That was so already.",
  refused: "Mail was paused anew since this page was opened, so it stays paused.",
};

export const handler = defineStaff.handlers<{ mail: MailStanding; told: string | null }>({
  async GET(ctx) {
    const mail = await readMailState(ctx.state.session.rpc);
    return page({ mail, told: TOLD[ctx.url.searchParams.get("did") ?? ""] ?? null });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    const deed = textOf(form, "do");
    if (deed !== "pause" && deed !== "resume") throw new HttpError(400);
    const did = await pauseMail(ctx.state.session.rpc, deed === "pause", textOf(form, "shown"));
    return ctx.redirect(`/office/messages/kinds?did=${did}`, 303);
  },
});

export default defineStaff.page<typeof handler>(function MailKinds({ data, state }) {
  const isAdmin = state.staff.role === "admin";
  const { mail, told } = data;
  return (
    <MailKindsPage state={mail} told={told} zone={state.company.time_zone} isAdmin={isAdmin} />
  );
});
