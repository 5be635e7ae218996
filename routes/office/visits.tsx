import { page } from "fresh";
import { visitCells } from "@/components/visits/visit_cells.tsx";
import { ListPage } from "@/components/web/List.tsx";
import { technicianChoices, visitList, type VisitRow } from "@/lib/visits/list.ts";
import { type ListView, openList, postList } from "@/lib/web/chosen.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<ListView<VisitRow>>({
  async GET(ctx) {
    return page(await openList(visitList, ctx));
  },
  async POST(ctx) {
    const answer = await postList(visitList, [], ctx);
    return answer instanceof Response ? answer : page(answer.view, answer.init);
  },
});

export default defineStaff.page<typeof handler>(function Visits({ data, state }) {
  return (
    <ListPage
      {...data}
      title="Visits"
      keyOf={({ visit_id }) => visit_id}
      cells={visitCells(state.company.time_zone)}
      choices={{ technician: technicianChoices(data.found) }}
      nothing={
        <>
          <h2>No visits yet</h2>
          <p>
            Clients book from their letters and mails. Whom to call is on the{" "}
            <a href="/office/work">work list</a>.
          </p>
        </>
      }
    />
  );
});
