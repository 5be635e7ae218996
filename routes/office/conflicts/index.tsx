import { page } from "fresh";
import * as z from "zod";
import { ConflictsPage, type ConflictsView } from "@/components/customers/ConflictsPage.tsx";
import { conflictFilter, listConflicts, readConflict } from "@/lib/customers/conflicts.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<ConflictsView>({
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const filter = conflictFilter(ctx.url.searchParams);
    const { data: of } = z.uuid().safeParse(ctx.url.searchParams.get("of"));
    const done = of ? await readConflict(rpc, of) : null;
    return page({
      conflicts: await listConflicts(rpc, filter),
      filter,
      done: done?.decision ? done : null,
    });
  },
});

export default defineStaff.page<typeof handler>(function ConflictsRoute({ data, state }) {
  return (
    <ConflictsPage
      {...data}
      zone={state.company.time_zone}
      isAdmin={state.staff.role === "admin"}
      admins={data.done?.admins ?? []}
    />
  );
});
