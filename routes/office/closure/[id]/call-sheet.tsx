import { page } from "fresh";
import { ClosureSheet } from "@/components/closures/ClosureSheet.tsx";
import { type ClosurePage, readClosure } from "@/lib/closures/closures.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { keyOf } from "@/lib/web/key.ts";

export const handler = defineStaff.handlers<{ page: ClosurePage }>({
  async GET(ctx) {
    return page({ page: await readClosure(ctx.state.session.rpc, keyOf(ctx.params)) });
  },
});

export default defineStaff.page<typeof handler>(function CallSheetOfClosure({ data, state }) {
  const { staff, now, company } = state;
  return <ClosureSheet {...data} caller={staff.name} now={now} zone={company.time_zone} />;
});
