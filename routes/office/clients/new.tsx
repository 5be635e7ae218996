import { page } from "fresh";
import { NewClient } from "@/components/customers/NewClient.tsx";
import { addClient, type Added, FIELDS } from "@/lib/customers/add.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

export const handler = defineStaff.handlers<{ typed: Record<string, string>; came?: Added }>({
  /** A name or a number that was searched for in vain comes along. */
  GET(ctx) {
    const { searchParams } = ctx.url;
    return page({
      typed: { name: searchParams.get("name") ?? "", phone: searchParams.get("phone") ?? "" },
    });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    const came = await addClient(ctx.state.session.rpc, form);
    if ("customerId" in came) return ctx.redirect(`/office/clients/${came.customerId}`, 303);
    const typed = Object.fromEntries(FIELDS.map((name) => [name, textOf(form, name)]));
    return page({ typed, came }, { status: "field" in came ? 422 : 200 });
  },
});

export default defineStaff.page<typeof handler>(function New({ data }) {
  return <NewClient {...data} />;
});
