import { HttpError, page } from "fresh";
import { type Look, LOOKS, MailKindPage } from "@/components/mail/MailKindPage.tsx";
import { sampleMail } from "@/lib/mail/kinds.ts";
import type { Mail } from "@/lib/mail/mail.ts";
import { readMailState } from "@/lib/mail/state.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<{ kind: string; mail: Mail; look: Look }>({
  async GET(ctx) {
    const { kind } = ctx.params;
    const { company } = await readMailState(ctx.state.session.rpc);
    const mail = sampleMail(kind, company);
    if (mail === null) throw new HttpError(404);
    const asked = ctx.url.searchParams.get("look") ?? "";
    return page({ kind, mail, look: asked in LOOKS ? asked as Look : "light" });
  },
});

export default defineStaff.page<typeof handler>(function MailKind({ data }) {
  return <MailKindPage {...data} />;
});
