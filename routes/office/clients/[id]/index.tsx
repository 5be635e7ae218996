import { HttpError, page } from "fresh";
import type { ClientView } from "@/components/customers/view.ts";
import { ClientPage } from "@/components/customers/ClientPage.tsx";
import { readFile } from "@/lib/customers/file.ts";
import { didOf, keep, TYPED } from "@/lib/customers/keep.ts";
import { readClientHistory, readStep } from "@/lib/customers/history.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

async function look(rpc: Rpc, id: string, query: URLSearchParams) {
  const step = readStep(query);
  const [history, file] = await Promise.all([
    readClientHistory(rpc, id, step),
    readFile(rpc, id),
  ]);
  return { history, file, step };
}

export const handler = defineStaff.handlers<Omit<ClientView, "company" | "isAdmin" | "zone">>({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const id = keyOf(ctx.params);
    const shown = await look(ctx.state.session.rpc, id, searchParams);
    const now = shown.file.customer_id;
    // Somebody who was merged: whoever was kept.
    if (now !== id) return ctx.redirect(`/office/clients/${now}`, 303);
    return page({ ...shown, did: didOf(searchParams), typed: {} });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const kept = await keep(rpc, id, form);
    if (kept === null) throw new HttpError(400);
    if (kept.ok) return ctx.redirect(`/office/clients/${id}?did=${kept.deed}`, 303);
    const typed = Object.fromEntries(TYPED.map((name) => [name, textOf(form, name)]));
    const shown = await look(rpc, id, ctx.url.searchParams);
    return page({ ...shown, refused: kept, typed }, { status: 422 });
  },
});

export default defineStaff.page<typeof handler>(function Client({ data, state }) {
  const { company, staff } = state;
  return (
    <ClientPage
      {...data}
      company={company.name}
      isAdmin={staff.role === "admin"}
      zone={company.time_zone}
    />
  );
});
