import { page } from "fresh";
import { ConflictsPage, type ConflictsView } from "@/components/customers/ConflictsPage.tsx";
import { answeredIn, conflictFilter, listConflicts } from "@/lib/customers/conflicts.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<ConflictsView>({
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const filter = conflictFilter(ctx.url.searchParams);
    return page({
      conflicts: await listConflicts(rpc, filter),
      filter,
      done: await answeredIn(rpc, ctx.url.searchParams),
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
