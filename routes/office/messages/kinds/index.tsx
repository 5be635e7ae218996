import { HttpError, page } from "fresh";
import { MailKindsPage } from "@/components/mail/MailKindsPage.tsx";
import { type MailStanding, pauseMail, readMailState } from "@/lib/mail/state.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

/** What came of a button, by the word in the address. */
const TOLD: Record<string, string> = {
  paused: "All mail is paused. What is queued waits.",
  resumed: "Mail goes on. What waited is sent in the next minutes.",
  unchanged: "That was so already.",
};

export const handler = defineStaff.handlers<{ mail: MailStanding; told: string | null }>({
  async GET(ctx) {
    const mail = await readMailState(ctx.state.session.rpc);
    return page({ mail, told: TOLD[ctx.url.searchParams.get("did") ?? ""] ?? null });
  },
  async POST(ctx) {
    const deed = textOf(await readForm(ctx.req), "do");
    if (deed !== "pause" && deed !== "resume") throw new HttpError(400);
    const did = await pauseMail(ctx.state.session.rpc, deed === "pause");
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
