import { HttpError, page } from "fresh";
import { DataPage, type DataView } from "@/components/custody/DataPage.tsx";
import { eraseClient, exportClient } from "@/lib/custody/data.ts";
import { readFile } from "@/lib/customers/file.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

async function look(rpc: Rpc, id: string) {
  const came = await eraseClient(rpc, id);
  const { name } = await readFile(rpc, id);
  return { client: { id, name }, came };
}

export const handler = defineStaff.handlers<DataView>({
  /** What erasing would do is tried and taken back: nothing changes. */
  async GET(ctx) {
    const shown = await look(ctx.state.session.rpc, keyOf(ctx.params));
    return page({ ...shown, reason: "", isDone: ctx.url.searchParams.get("did") === "erased" });
  },
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const id = keyOf(ctx.params);
    const form = await readForm(ctx.req);
    const [deed, reason, shown] = ["do", "reason", "shown"].map((name) => textOf(form, name));
    if (deed === "export") return copyOf(await exportClient(rpc, id), id);
    if (deed !== "erase" || shown === "") throw new HttpError(400);
    const meant = await eraseClient(rpc, id, { reason, shown });
    if (meant.done) return ctx.redirect(`/office/clients/${id}/data?did=erased`, 303);
    const now = await look(rpc, id);
    const came = { ...now.came, ...meant, changes: now.came.changes, shown: now.came.shown };
    return page({ ...now, came, reason, isDone: false }, { status: 422 });
  },
});

function copyOf(json: string, id: string): Response {
  return new Response(json, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="client-${id}.json"`,
    },
  });
}

export default defineStaff.page<typeof handler>(function ClientsData({ data }) {
  return <DataPage {...data} />;
});
