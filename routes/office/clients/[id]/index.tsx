import { page } from "fresh";
import { ClientPage } from "@/components/customers/ClientPage.tsx";
import {
  type ClientHistory,
  type HistoryStep,
  idOf,
  readClientHistory,
  readStep,
} from "@/lib/customers/history.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<{ history: ClientHistory; step: HistoryStep }>({
  async GET(ctx) {
    const step = readStep(ctx.url.searchParams);
    return page({
      history: await readClientHistory(ctx.state.session.rpc, idOf(ctx.params), step),
      step,
    });
  },
});

export default defineStaff.page<typeof handler>(function Client({ data, state: { company } }) {
  return <ClientPage {...data} company={company.name} zone={company.time_zone} />;
});
