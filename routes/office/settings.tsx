import { HttpError, page } from "fresh";
import { SettingsPage } from "@/components/settings/SettingsPage.tsx";
import type { SettingsView } from "@/components/settings/view.ts";
import { ALLOW_DEEDS, changeAllowed } from "@/lib/settings/allow_list.ts";
import { readSettings, saveSettings } from "@/lib/settings/save.ts";
import { groupOf } from "@/lib/settings/settings.ts";
import { shownIn, typedIn } from "@/lib/settings/values.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

const deedOf = (text: unknown) => ALLOW_DEEDS.find((each) => each === text);

export const handler = defineStaff.handlers<Omit<SettingsView, "isAdmin" | "zone">>({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const settings = await readSettings(ctx.state.session.rpc);
    const did = deedOf(searchParams.get("allowed"));
    return page({
      page: settings,
      saved: groupOf(searchParams.get("saved") ?? ""),
      allowed: did && { did },
    });
  },
  async POST(ctx) {
    const { session: { rpc }, company } = ctx.state;
    const form = await readForm(ctx.req);
    const deed = deedOf(form.get("allow"));
    if (deed !== undefined) {
      const entry = textOf(form, "entry");
      const complaint = await changeAllowed(rpc, deed, entry, company.time_zone);
      if (complaint === null) {
        return ctx.redirect(`/office/settings?allowed=${deed}#allowed`, 303);
      }
      const settings = await readSettings(rpc);
      return page({ page: settings, allowed: { entry, complaint } }, { status: 422 });
    }
    const group = groupOf(textOf(form, "group"));
    if (group === undefined) throw new HttpError(400);
    const typed = typedIn(form, group.names);
    const refused = await saveSettings(rpc, typed, shownIn(form), company.time_zone);
    if (refused === null) {
      return ctx.redirect(`/office/settings?saved=${group.key}#${group.key}`, 303);
    }
    const settings = await readSettings(rpc);
    return page({ page: settings, refused: { ...refused, group, typed } }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function SettingsRoute({ data, state }) {
  const isAdmin = state.staff.role === "admin";
  return <SettingsPage {...data} isAdmin={isAdmin} zone={state.company.time_zone} />;
});
