import { page } from "fresh";
import * as z from "zod";
import { UnitHistory } from "@/components/visits/UnitHistory.tsx";
import { readHistory, type VisitHistory } from "@/lib/visits/history.ts";
import { keyOf } from "@/lib/web/key.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<{ history: VisitHistory; isOlder: boolean }>({
  async GET(ctx) {
    const olderThan = z.uuid().safeParse(ctx.url.searchParams.get("older_than")).data;
    const history = await readHistory(ctx.state.session.rpc, keyOf(ctx.params), olderThan);
    return page({ history, isOlder: olderThan !== undefined });
  },
});

export default defineStaff.page<typeof handler>(function UnitHistoryPage({ data, state }) {
  return <UnitHistory {...data} zone={state.company.time_zone} />;
});
