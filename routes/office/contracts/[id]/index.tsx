import { HttpError, page } from "fresh";
import { ContractPage } from "@/components/contracts/ContractPage.tsx";
import type { ContractView } from "@/components/contracts/view.ts";
import { readContractPage } from "@/lib/contracts/page.ts";
import { act, didOf, typedIn } from "@/lib/contracts/terms.ts";
import { contractHref } from "@/lib/contracts/words.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm } from "@/lib/web/forms.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<Omit<ContractView, "zone" | "isAdmin">>({
  async GET(ctx) {
    const contract = await readContractPage(ctx.state.session.rpc, keyOf(ctx.params));
    return page({ page: contract, did: didOf(ctx.url.searchParams), typed: {} });
  },
  async POST(ctx) {
    const { session: { rpc }, company } = ctx.state;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const came = await act(rpc, id, form, company.time_zone);
    if (came === null) throw new HttpError(400);
    // A link is shown once, to whoever asked: it stands in no address.
    if (came.ok && came.deed !== "link") {
      return ctx.redirect(`${contractHref(id)}?did=${came.deed}#done`, 303);
    }
    const shown = await readContractPage(rpc, id);
    if (came.ok) {
      return page({ page: shown, did: came.deed, url: came.url, typed: {} }, {
        headers: PRIVATE_PAGE,
      });
    }
    return page({ page: shown, refused: came, typed: typedIn(form) }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function OfficeContract({ data, state }) {
  const isAdmin = state.staff.role === "admin";
  return <ContractPage {...data} isAdmin={isAdmin} zone={state.company.time_zone} />;
});
