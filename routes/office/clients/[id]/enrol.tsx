import { page } from "fresh";
import { EnrolForm } from "@/components/contracts/EnrolForm.tsx";
import {
  blankEnrolment,
  enrol,
  type Enrolled,
  type EnrolPage,
  type EnrolTyped,
  enrolTyped,
  readEnrolPage,
} from "@/lib/contracts/enrol.ts";
import { contractHref } from "@/lib/contracts/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

interface Shown {
  shown: EnrolPage;
  typed: EnrolTyped;
  refused: Extract<Enrolled, { ok: false }> | null;
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const shown = await readEnrolPage(ctx.state.session.rpc, keyOf(ctx.params));
    return page({ shown, typed: blankEnrolment(), refused: null });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const client = keyOf(ctx.params);
    const typed = enrolTyped(await readForm(ctx.req));
    const enrolled = await enrol(rpc, client, typed);
    if (enrolled.ok) return ctx.redirect(`${contractHref(enrolled.contract_id)}?did=enrol`, 303);
    return page({ shown: await readEnrolPage(rpc, client), typed, refused: enrolled }, {
      status: 422,
    });
  },
});

export default defineStaff.page<typeof handler>(function Enrol({ data }) {
  const { shown, typed, refused } = data;
  return <EnrolForm page={shown} typed={typed} refused={refused} />;
});
