import { orderList } from "@/lib/sales/list.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { listFile } from "@/lib/web/list_file.ts";
import { readStep } from "@/lib/web/lists.ts";

export const handler = defineStaff.handlers({
  async GET(ctx) {
    const { session, company: { time_zone: zone }, now } = ctx.state;
    const step = readStep(orderList, ctx.url.searchParams);
    return await listFile(orderList, session.rpc, step, { zone, day: dayOf(now, zone) });
  },
});
