import { HttpError, page } from "fresh";
import { CataloguePage } from "@/components/settings/CataloguePage.tsx";
import type { CatalogueView } from "@/components/settings/view.ts";
import { addRow, NEW_FIELDS, readCatalogue, removeRow, WHATS } from "@/lib/settings/catalogue.ts";
import { idOf } from "@/lib/settings/key.ts";
import { typedIn } from "@/lib/settings/values.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

const whatOf = (text: string | null) => WHATS.find((each) => each === text);

export const handler = defineStaff.handlers<Omit<CatalogueView, "isAdmin">>({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const catalogue = await readCatalogue(ctx.state.session.rpc);
    const [added, removed] = ["added", "removed"].map((did) => whatOf(searchParams.get(did)));
    if (added) return page({ catalogue, done: { what: added, did: "added" } });
    return page({ catalogue, done: removed && { what: removed, did: "removed" } });
  },
  async POST(ctx) {
    const { session: { rpc }, company: { time_zone } } = ctx.state;
    const form = await readForm(ctx.req);
    const what = whatOf(textOf(form, "what"));
    const deed = textOf(form, "do");
    if (what === undefined || (deed !== "add" && deed !== "remove")) throw new HttpError(400);
    const typed = typedIn(form, Object.keys(NEW_FIELDS[what]));
    const refused = deed === "add"
      ? await addRow(rpc, what, typed, time_zone)
      : await removeRow(rpc, what, idOf({ id: textOf(form, "row_id") }), time_zone);
    if (refused === null) {
      const did = deed === "add" ? "added" : "removed";
      return ctx.redirect(`/office/catalogue?${did}=${what}#${what}`, 303);
    }
    const catalogue = await readCatalogue(rpc);
    return page({ catalogue, refused: { ...refused, what, typed } }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function CatalogueRoute({ data, state }) {
  return <CataloguePage {...data} isAdmin={state.staff.role === "admin"} />;
});
