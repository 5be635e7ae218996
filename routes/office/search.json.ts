import { find, typedIn } from "@/lib/find/found.ts";
import { groupsOf } from "@/lib/find/rows.ts";
import { defineStaff } from "@/lib/web/define.ts";

/** Of each kind while somebody types. */
const MOST = 3;

/** What fits so far: the first of each kind, and how much there is. */
export const handler = defineStaff.handlers({
  async GET(ctx) {
    const typed = typedIn(ctx.url.searchParams);
    const found = await find(ctx.state.session.rpc, typed, { most: MOST });
    return Response.json({
      total: found.total,
      groups: groupsOf(found, typed, ctx.state.company.time_zone),
    });
  },
});
