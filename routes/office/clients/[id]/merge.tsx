import * as z from "zod";
import { HttpError, page } from "fresh";
import { MergePage, type MergeView } from "@/components/customers/MergePage.tsx";
import { Title } from "@/components/web/Title.tsx";
import { merge, readMergePage, takenIn } from "@/lib/customers/merge.ts";
import { find, typedIn } from "@/lib/find/found.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { defineStaff, type StaffState } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { keyOf } from "@/lib/web/key.ts";

const isAdmin = ({ staff }: StaffState) => staff.role === "admin";

/** The other client, as the address names them. */
const otherIn = (query: URLSearchParams) => z.uuid().safeParse(query.get("with")).data;

async function clientsFound(rpc: Rpc, typed: string, but: string): Promise<MergeView["found"]> {
  if (typed === "") return [];
  const { groups } = await find(rpc, typed, { most: 20, kind: "client" });
  return groups.flatMap((group) => group.kind === "client" ? group.rows : [])
    .filter(({ customer_id }) => customer_id !== but)
    .map(({ customer_id, name, phone, street, city }) => ({
      customer_id,
      name,
      about: [phone, street, city].filter(Boolean).join(" · "),
    }));
}

export const handler = defineStaff.handlers<Omit<MergeView, "zone"> | null>({
  async GET(ctx) {
    if (!isAdmin(ctx.state)) return page(null, { status: 403 });
    const { rpc } = ctx.state.session;
    const { searchParams } = ctx.url;
    const sides = await readMergePage(rpc, keyOf(ctx.params), otherIn(searchParams));
    const typed = typedIn(searchParams);
    const found = await clientsFound(rpc, typed, sides.client.customer_id);
    return page({ sides, typed, found, take: [] });
  },
  /** "Show what follows" changes nothing; "Merge them" does it, if that is still what follows. */
  async POST(ctx) {
    const { rpc } = ctx.state.session;
    const keep_id = keyOf(ctx.params);
    const drop_id = otherIn(ctx.url.searchParams);
    if (drop_id === undefined) throw new HttpError(400);
    const form = await readForm(ctx.req);
    const take = takenIn(form);
    const shown = textOf(form, "shown");
    const came = await merge(
      rpc,
      { keep_id, drop_id, take, shown },
      textOf(form, "do") === "merge",
    );
    if (came.done) return ctx.redirect(`/office/clients/${keep_id}?did=merged`, 303);
    const sides = await readMergePage(rpc, keep_id, drop_id);
    return page({ sides, typed: "", found: [], take, came }, {
      status: came.complaint ? 422 : 200,
    });
  },
});

export default defineStaff.page<typeof handler>(function Merge({ data, state }) {
  if (data !== null) return <MergePage {...data} zone={state.company.time_zone} />;
  return (
    <div class="office">
      <Title>Merge two clients</Title>
      <p>Only an administrator merges clients.</p>
    </div>
  );
});
