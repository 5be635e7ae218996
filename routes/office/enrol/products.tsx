import { HttpError, page } from "fresh";
import { ProductsPage, type ProductsView } from "@/components/enrolment/ProductsPage.tsx";
import { confirmTicked, readChoices, readUnclassified } from "@/lib/enrolment/wizard/products.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { numberIn } from "@/lib/web/query.ts";

export const handler = defineStaff.handlers<ProductsView>({
  async GET(ctx) {
    const found = await readUnclassified(ctx.state.session.rpc);
    const told = numberIn(ctx.url.searchParams, "confirmed", { usual: 0, most: 1000 }) || null;
    return page({ found, told });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const form = await readForm(ctx.req);
    const deed = textOf(form, "do").match(/^(?:all|group (.+))$/);
    if (deed === null) throw new HttpError(400);
    const found = await readUnclassified(rpc);
    const choices = readChoices(form);
    const came = await confirmTicked(rpc, found, choices, deed[1] ?? null);
    if (came.status === "classified") {
      return ctx.redirect(`/office/enrol/products?confirmed=${came.count}`, 303);
    }
    return page({ found, choices, came, told: null }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function Products({ data }) {
  return <ProductsPage {...data} />;
});
