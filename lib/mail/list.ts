import * as z from "zod";
import { instantShape, mailStateShape } from "@/lib/database/shapes.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { timeStamp } from "@/lib/text/dates.ts";
import { MAIL_KINDS, mailMark, mailName } from "@/lib/text/mails.ts";
import type { Meanwhile } from "@/lib/text/meanwhile.ts";
import type { List } from "@/lib/web/lists.ts";

/** A row of the list: `private.message_listed`. */
const rowShape = z.object({
  message_id: z.string(),
  kind: z.string(),
  /** Null of a client who was erased. */
  recipient: z.string().nullable(),
  state: mailStateShape,
  /** When it was decided. */
  at: instantShape,
  sent_at: instantShape.nullable(),
  attempts: z.number(),
  /** Of one that waits. */
  next_attempt_at: instantShape.nullable(),
  last_error: z.string().nullable(),
  /** When and why somebody said that nothing is to be done about it. */
  set_aside_at: instantShape.nullable(),
  set_aside_reason: z.string().nullable(),
  /** What a form sends back of it. */
  shown: z.string(),
  /** Why nothing, or no reminder, goes to that address now. */
  suppressed: z.enum(["unsubscribed", "hard_bounce", "complaint"]).nullable(),
  erased: z.boolean(),
  /** Null where it went to nobody's client, or to one who was erased. */
  customer_id: z.string().nullable(),
  customer: z.string().nullable(),
});
export type MessageRow = z.infer<typeof rowShape>;

/** "Ada Example": whose a mail is. */
export const whoseText = ({ customer, erased }: MessageRow): string =>
  customer ?? (erased ? "An erased client" : "Our staff");

/** Mails: what was decided last first. */
export const messageList: List<MessageRow> = {
  name: "messages",
  one: "message",
  row: rowShape,
  ask: (rpc, { filters, sort, after, most, counted }) =>
    rpc("list_messages", { filters, sort, after, most, counted }),
  part: {
    name: "state",
    as: "state",
    label: "State",
    parts: [
      { value: "needs_you", label: "To decide" },
      { value: "uncertain", label: "Uncertain" },
      { value: "dead", label: "Could not be sent" },
      { value: "set_aside", label: "Set aside" },
      { value: "waiting", label: "Waiting" },
      { value: "sent", label: "Sent" },
      { value: "superseded", label: "No longer held" },
      { value: "suppressed", label: "To stopped addresses" },
    ],
  },
  filters: [
    {
      name: "q",
      as: "search",
      label: "In this list",
      kind: "search",
      hint: "A client's name or phone, or the whole address",
    },
    {
      name: "kind",
      as: "kind",
      label: "Mail",
      kind: "choice",
      choices: MAIL_KINDS.map((value) => ({ value, label: mailName(value) })),
    },
    { name: "from", as: "from", label: "From", kind: "day" },
    { name: "to", as: "until", label: "To", kind: "day" },
  ],
  columns: [
    { key: "mail", label: "Mail" },
    { key: "client", label: "Client" },
    { key: "address", label: "Address" },
    { key: "at", label: "When", sort: "at" },
    { key: "state", label: "State" },
    { key: "attempts", label: "Attempts", isNumber: true, isExtra: true },
    { key: "todo", label: "To decide" },
  ],
  names: ["mail", "client", "at"],
  usualSort: () => "-at",
  file: [
    ["Mail", ({ kind }) => mailName(kind)],
    ["Client", whoseText],
    ["Address", ({ recipient }) => recipient ?? ""],
    ["Decided", ({ at }, zone) => timeStamp(at, zone)],
    ["State", ({ state }) => mailMark(state).text],
    ["Sent", ({ sent_at }, zone) => sent_at === null ? "" : timeStamp(sent_at, zone)],
    ["Attempts", ({ attempts }) => String(attempts)],
    ["Last error", ({ last_error }) => last_error ?? ""],
    ["Set aside", ({ set_aside_reason }) => set_aside_reason ?? ""],
    ["Not written to", ({ suppressed }) => suppressed?.replaceAll("_", " ") ?? ""],
  ],
};

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
});

/** What the office does about a mail. */
export const DECISIONS = ["again", "arrived", "lost", "aside"] as const;
export type Decision = typeof DECISIONS[number];

/**
 * Does it, with why where it is set aside; resolves to a word of what came of it, for the page's address, or to who
 * changed it since the page showed it.
 */
export async function decideMail(
  rpc: Rpc,
  message_id: string,
  decision: Decision,
  { reason, shown }: { reason: string; shown: string },
): Promise<string | Meanwhile> {
  const did = async (answer: Promise<unknown>, words: Record<string, string>) => {
    const { status, reason, by, at } = answerShape.parse(await answer);
    return reason === "changed" ? { by, at } : words[status] ?? "meanwhile";
  };
  switch (decision) {
    case "again":
      return await did(rpc("retry_message", { message_id, shown }), {
        queued: "again",
        suppressed: "stopped",
      });
    case "aside":
      return await did(rpc("set_aside_message", { message_id, reason, shown }), {
        set_aside: "aside",
        rejected: "why",
      });
    default: {
      const arrived = decision === "arrived";
      const answer = rpc("decide_uncertain", { message_id, arrived, shown });
      return await did(answer, { decided: decision });
    }
  }
}
