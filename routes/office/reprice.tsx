import { HttpError, page } from "fresh";
import { RepriceForm, type RepriceView } from "@/components/contracts/RepriceForm.tsx";
import { Title } from "@/components/web/Title.tsx";
import { listCategories } from "@/lib/contracts/list.ts";
import { reprice, wishOf } from "@/lib/contracts/reprice.ts";
import { defineStaff, type StaffState } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { numberIn } from "@/lib/web/query.ts";

const isAdmin = ({ staff }: StaffState) => staff.role === "admin";

export const handler = defineStaff.handlers<RepriceView | null>({
  /** Looking changes nothing, so what is looked at stands in the address. */
  async GET(ctx) {
    if (!isAdmin(ctx.state)) return page(null, { status: 403 });
    const { api, rpc } = ctx.state.session;
    const query = ctx.url.searchParams;
    const wish = wishOf(query);
    const result = query.has("look") ? await reprice(rpc, wish) : null;
    const changed = query.has("changed")
      ? numberIn(query, "changed", { usual: 0, most: 100_000 })
      : null;
    const status = result?.ok === false ? 422 : 200;
    return page({ categories: await listCategories(api), wish, result, changed }, { status });
  },
  async POST(ctx) {
    const { api, rpc } = ctx.state.session;
    const form = await readForm(ctx.req);
    const wish = wishOf(form);
    const shown = textOf(form, "shown");
    if (shown === "") throw new HttpError(400);
    const result = await reprice(rpc, wish, shown);
    if (result.ok) {
      return ctx.redirect(`/office/reprice?changed=${result.preview.contracts}`, 303);
    }
    const categories = await listCategories(api);
    return page({ categories, wish, result, changed: null }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function Reprice({ data }) {
  if (data !== null) return <RepriceForm {...data} />;
  return (
    <div class="office">
      <Title>Change fees</Title>
      <p>Only an administrator changes what contracts cost.</p>
    </div>
  );
});
