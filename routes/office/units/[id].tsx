import { page } from "fresh";
import { UnitPage } from "@/components/customers/UnitPage.tsx";
import {
  type HistoryStep,
  idOf,
  readStep,
  readUnitHistory,
  type UnitHistory,
} from "@/lib/customers/history.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<{ history: UnitHistory; step: HistoryStep }>({
  async GET(ctx) {
    const step = readStep(ctx.url.searchParams);
    return page({
      history: await readUnitHistory(ctx.state.session.rpc, idOf(ctx.params), step),
      step,
    });
  },
});

export default defineStaff.page<typeof handler>(function Unit({ data, state: { company } }) {
  return <UnitPage {...data} company={company.name} zone={company.time_zone} />;
});
