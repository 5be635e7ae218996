import { HttpError, page } from "fresh";
import { visitCells } from "@/components/visits/visit_cells.tsx";
import { ListPage, type ListView } from "@/components/web/List.tsx";
import { technicianChoices, visitList, type VisitRow } from "@/lib/visits/list.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textsOf } from "@/lib/web/forms.ts";
import { columnsCookie, columnsOf, listHref, readList, readStep } from "@/lib/web/lists.ts";

export const handler = defineStaff.handlers<ListView<VisitRow>>({
  async GET(ctx) {
    const list = visitList;
    const step = readStep(list, ctx.url.searchParams);
    const found = await readList(list, ctx.state.session.rpc, step);
    return page({ list, step, found, columns: columnsOf(list, ctx.req) });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    if (form.get("do") !== "columns") throw new HttpError(400);
    const step = readStep(visitList, ctx.url.searchParams);
    const answer = ctx.redirect(listHref(visitList, step), 303);
    answer.headers.append("Set-Cookie", columnsCookie(visitList, textsOf(form, "column")));
    return answer;
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
