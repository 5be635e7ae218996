import { HttpError, page } from "fresh";
import { CataloguePage } from "@/components/settings/CataloguePage.tsx";
import type { Rpc } from "@/lib/database/rpc.ts";
import type { CatalogueView } from "@/components/settings/view.ts";
import {
  addRow,
  CHANGED_FIELDS,
  changeRow,
  NEW_FIELDS,
  readCatalogue,
  removeRow,
  type What,
  WHATS,
} from "@/lib/settings/catalogue.ts";
import type { Refusal } from "@/lib/settings/answers.ts";
import { keyOf } from "@/lib/web/key.ts";
import { shownIn, typedIn } from "@/lib/settings/values.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

const whatOf = (text: string | null) => WHATS.find((each) => each === text);

const DID = { add: "added", change: "changed", remove: "removed" } as const;
type Deed = keyof typeof DID;

interface Asked {
  rpc: Rpc;
  what: What;
  form: FormData;
  typed: Record<string, string>;
  row_id: string;
  zone: string;
}

const does: Record<Deed, (asked: Asked) => Promise<Refusal | null>> = {
  add: ({ rpc, what, typed, zone }) => addRow(rpc, what, typed, zone),
  change: ({ rpc, what, form, ...row }) => changeRow(rpc, what, { ...row, shown: shownIn(form) }),
  remove: ({ rpc, what, form, ...row }) => removeRow(rpc, what, { ...row, shown: shownIn(form) }),
};

export const handler = defineStaff.handlers<Omit<CatalogueView, "isAdmin">>({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const catalogue = await readCatalogue(ctx.state.session.rpc);
    const did = Object.values(DID).find((each) => searchParams.has(each));
    const what = did && whatOf(searchParams.get(did));
    return page({ catalogue, done: what && { what, did: did! } });
  },
  async POST(ctx) {
    const { session: { rpc }, company: { time_zone } } = ctx.state;
    const form = await readForm(ctx.req);
    const what = whatOf(textOf(form, "what"));
    const deed = (Object.keys(DID) as Deed[]).find((each) => each === textOf(form, "do"));
    if (what === undefined || deed === undefined) throw new HttpError(400);
    const typed = typedIn(form, Object.keys((deed === "add" ? NEW_FIELDS : CHANGED_FIELDS)[what]));
    const row_id = deed === "add" ? undefined : keyOf({ id: textOf(form, "row_id") });
    const refused = await does[deed]({ rpc, what, form, typed, row_id: row_id!, zone: time_zone });
    if (refused === null) {
      return ctx.redirect(`/office/catalogue?${DID[deed]}=${what}#${what}`, 303);
    }
    const catalogue = await readCatalogue(rpc);
    return page({ catalogue, refused: { ...refused, what, row_id, typed } }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function CatalogueRoute({ data, state }) {
  return <CataloguePage {...data} isAdmin={state.staff.role === "admin"} />;
});
