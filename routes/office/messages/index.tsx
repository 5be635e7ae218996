import { HttpError, page } from "fresh";
import * as z from "zod";
import { messageCells } from "@/components/mail/message_cells.tsx";
import { ListPage, type ListView } from "@/components/web/List.tsx";
import { decideMail, DECISIONS, messageList, type MessageRow } from "@/lib/mail/list.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf, textsOf } from "@/lib/web/forms.ts";
import { columnsCookie, columnsOf, listHref, readList, readStep } from "@/lib/web/lists.ts";

/** What came of a button, by the word in the address. */
const TOLD: Record<string, string> = {
  again: "It is sent again.",
  arrived: "Noted: it arrived.",
  lost:
    "Noted: it did not arrive, and stands with what could not be sent. From there it can be sent again.",
  aside: "It is set aside: nobody is asked about it any more. It can still be sent again.",
  why: "Nothing was set aside: please write why, in at most 500 characters.",
  stopped: "Nothing was sent: that address is not written to.",
  meanwhile: "Nothing was done: somebody decided about it meanwhile.",
};

interface Data extends ListView<MessageRow> {
  told: string | null;
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const list = messageList;
    const step = readStep(list, searchParams);
    const found = await readList(list, ctx.state.session.rpc, step);
    const told = TOLD[searchParams.get("did") ?? ""] ?? null;
    return page({ list, step, found, columns: columnsOf(list, ctx.req), told });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    const here = listHref(messageList, readStep(messageList, ctx.url.searchParams));
    if (form.get("do") === "columns") {
      const answer = ctx.redirect(here, 303);
      answer.headers.append("Set-Cookie", columnsCookie(messageList, textsOf(form, "column")));
      return answer;
    }
    const decision = DECISIONS.find((each) => each === form.get("do"));
    const message = z.uuid().safeParse(textOf(form, "message"));
    if (!decision || !message.success) throw new HttpError(400);
    const { rpc } = ctx.state.session;
    const did = await decideMail(rpc, message.data, decision, textOf(form, "reason"));
    return ctx.redirect(`${here}${here.includes("?") ? "&" : "?"}did=${did}`, 303);
  },
});

export default defineStaff.page<typeof handler>(function Messages({ data, state }) {
  const { told, ...view } = data;
  return (
    <ListPage
      {...view}
      title="Messages"
      keyOf={({ message_id }) => message_id}
      cells={messageCells(state.company.time_zone)}
      actions={
        <>
          <a class="button second" href="/office/messages/kinds">What we mail</a>
          <a class="button second" href="/office/messages/stopped">Stopped addresses</a>
        </>
      }
      nothing={
        <>
          <h2>Nothing was mailed yet</h2>
          <p>
            Clients are written when they book, and before a unit is due. What they get:{" "}
            <a href="/office/messages/kinds">What we mail</a>
          </p>
        </>
      }
    >
      {told !== null && <p class="notice" role="status">{told}</p>}
    </ListPage>
  );
});
