import { HttpError, page } from "fresh";
import { MemberPage, type MemberView } from "@/components/staff/MemberPage.tsx";
import { DEEDS, didOf, doWith, readMember } from "@/lib/staff/staff.ts";
import { DONE, refusalText } from "@/lib/staff/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<Omit<MemberView, "zone">>({
  async GET(ctx) {
    const member = await readMember(ctx.state.session.rpc, keyOf(ctx.params));
    return page({ member, told: DONE[ctx.url.searchParams.get("did") ?? ""] ?? null });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const deed = DEEDS.find((each) => each === textOf(form, "do"));
    if (deed === undefined) throw new HttpError(400);
    const [name, role, shown] = ["name", "role", "shown"].map((field) => textOf(form, field));
    const answer = await doWith(rpc, id, deed, { name, role, shown });
    if (answer.status === "refused" || answer.status === "rejected") {
      const text = refusalText(answer, ctx.state.company.time_zone);
      const refused = { deed, field: answer.reason ?? "", text, typed: { name, role } };
      return page({ member: await readMember(rpc, id), told: null, refused }, { status: 422 });
    }
    return ctx.redirect(`/office/staff/${id}?did=${didOf(deed, answer)}`, 303);
  },
});

export default defineStaff.page<typeof handler>(function OneOfTheStaff({ data, state }) {
  return <MemberPage {...data} zone={state.company.time_zone} />;
});
