import { HttpError, page } from "fresh";
import { PolicyPage } from "@/components/settings/PolicyPage.tsx";
import type { PolicyView } from "@/components/settings/view.ts";
import { keyOf } from "@/lib/web/key.ts";
import { readPolicy, savePolicy } from "@/lib/settings/policy.ts";
import { POLICY_NAMES } from "@/lib/settings/policy_fields.ts";
import { shownIn, typedIn } from "@/lib/settings/values.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

export const handler = defineStaff.handlers<Omit<PolicyView, "isAdmin" | "zone">>({
  async GET(ctx) {
    const policy = await readPolicy(ctx.state.session.rpc, keyOf(ctx.params));
    return page({ page: policy, typed: null, isSaved: ctx.url.searchParams.has("saved") });
  },
  /** What is saved is what was looked at: anything else is shown first. */
  async POST(ctx) {
    const { session: { rpc }, company } = ctx.state;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const deed = textOf(form, "do");
    if (deed !== "look" && deed !== "save") throw new HttpError(400);
    const typed = typedIn(form, POLICY_NAMES);
    const shown = shownIn(form);
    const isOther = deed === "save" && textOf(form, "looked") !== JSON.stringify(typed);
    const isTrial = deed === "look" || isOther;
    const came = await savePolicy(rpc, id, { typed, shown, isTrial, zone: company.time_zone });
    if (came.ok && !isTrial) return ctx.redirect(`/office/catalogue/${id}?saved=yes`, 303);
    const policy = await readPolicy(rpc, id);
    return came.ok
      ? page({ page: policy, typed, shown, differ: came.differ, isOther, isSaved: false })
      : page({ page: policy, typed, refused: came.refused, isSaved: false }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function PolicyRoute({ data, state }) {
  const isAdmin = state.staff.role === "admin";
  return <PolicyPage {...data} isAdmin={isAdmin} zone={state.company.time_zone} />;
});
