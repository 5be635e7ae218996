import { HttpError, page } from "fresh";
import * as z from "zod";
import { messageCells } from "@/components/mail/message_cells.tsx";
import { ListPage } from "@/components/web/List.tsx";
import { MESSAGE_DEEDS } from "@/lib/mail/deeds.ts";
import { decideMail, DECISIONS, messageList, type MessageRow } from "@/lib/mail/list.ts";
import { type ListView, openList, postList } from "@/lib/web/chosen.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import { defineStaff } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { listHref, readStep } from "@/lib/web/lists.ts";
import { Told } from "@/components/web/Told.tsx";

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
  /** Why nothing was done, with the words of a form that was refused: they are not typed twice. */
  refused?: { complaint: string; typed: string };
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const told = TOLD[ctx.url.searchParams.get("did") ?? ""] ?? null;
    return page({ ...await openList(messageList, ctx), told });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req);
    const decision = DECISIONS.find((each) => each === form.get("do"));
    const message = z.uuid().safeParse(textOf(form, "message"));
    if (!decision) {
      const answer = await postList(messageList, MESSAGE_DEEDS, ctx, form);
      return answer instanceof Response
        ? answer
        : page({ ...answer.view, told: null }, answer.init);
    }
    if (!message.success) throw new HttpError(400);
    const here = listHref(messageList, readStep(messageList, ctx.url.searchParams));
    const reason = textOf(form, "reason");
    const did = await decideMail(ctx.state.session.rpc, message.data, decision, {
      reason,
      shown: textOf(form, "shown"),
    });
    if (typeof did !== "string") {
      const complaint = changedText(did, ctx.state.company.time_zone);
      const view = await openList(messageList, ctx);
      return page({ ...view, told: null, refused: { complaint, typed: reason } }, { status: 422 });
    }
    return ctx.redirect(`${here}${here.includes("?") ? "&" : "?"}did=${did}`, 303);
  },
});

export default defineStaff.page<typeof handler>(function Messages({ data, state }) {
  const { told, refused, ...view } = data;
  return (
    <ListPage
      {...view}
      title="Messages"
      keyOf={({ message_id }) => message_id}
      cells={messageCells(state.company.time_zone)}
      deeds={MESSAGE_DEEDS}
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
      {told !== null && <Told>{told}</Told>}
      {refused && (
        <div class="notice" role="alert">
          <p>{refused.complaint} Nothing of yours was done: please look at it again.</p>
          {refused.typed !== "" && <p>You wrote: “{refused.typed}”</p>}
        </div>
      )}
    </ListPage>
  );
});
