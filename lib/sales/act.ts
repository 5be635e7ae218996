import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { isDay } from "@/lib/text/dates.ts";
import { changedText } from "@/lib/text/meanwhile.ts";
import { textOf } from "@/lib/web/forms.ts";
import { REFUSED } from "./typed.ts";

/** What the office asked to be done about an order, by the name of its button. */
const DEEDS = ["confirm", "cancel", "deliver"] as const;
export type Deed = typeof DEEDS[number];

/** What came of it: the address where the page says so, or what is to be corrected and where. */
export type Came =
  | { ok: true; query: string }
  | { ok: false; deed: Deed; line?: string; complaint: string };

const answerShape = z.object({
  status: z.string(),
  /** Somebody else had done the same before. */
  repeated: z.boolean().nullish(),
  reason: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
  enrolled: z.number().nullish(),
  moved: z.number().nullish(),
  left: z.array(z.unknown()).nullish(),
  contracts: z.number().nullish(),
  visits: z.array(z.unknown()).nullish(),
  kept: z.array(z.unknown()).nullish(),
});
type Answer = z.infer<typeof answerShape>;

/** Does what a form of the page asks for. Null for a form that is none of them. */
export async function act(
  rpc: Rpc,
  order_id: string,
  form: FormData,
  zone: string,
): Promise<Came | null> {
  const deed = DEEDS.find((each) => each === textOf(form, "do"));
  if (deed === undefined) return null;
  const shown = textOf(form, "shown");
  const line_id = z.uuid().safeParse(textOf(form, "line")).data;
  const day = textOf(form, "delivered");
  if (deed === "deliver" && !line_id) return null;
  if (deed === "deliver" && day !== "" && !isDay(day)) {
    return { ok: false, deed, line: line_id, complaint: REJECTED.delivery_date };
  }
  const calls: Record<Deed, () => Promise<unknown>> = {
    confirm: () => rpc("confirm_sales_order", { order_id, shown: shown || undefined }),
    cancel: () =>
      rpc("cancel_sales_order", {
        order_id,
        reason: textOf(form, "reason") || undefined,
        shown: shown || undefined,
      }),
    // An emptied day is none: it was not delivered yet.
    deliver: () =>
      rpc("record_delivery", { line_id: line_id!, delivery_date: (day || null) as string, shown }),
  };
  const answer = answerShape.parse(await calls[deed]());
  if (["confirmed", "cancelled", "recorded"].includes(answer.status)) {
    return { ok: true, query: queryOf(deed, answer) };
  }
  return { ok: false, deed, line: line_id, complaint: complaintOf(answer, zone) };
}

function queryOf(deed: Deed, answer: Answer): string {
  const { enrolled, moved, left, contracts, visits, kept, repeated } = answer;
  const counts: Record<Deed, Record<string, number>> = {
    confirm: { enrolled: enrolled ?? 0 },
    deliver: { moved: moved ?? 0, left: left?.length ?? 0 },
    cancel: { ended: contracts ?? 0, visits: visits?.length ?? 0, kept: kept?.length ?? 0 },
  };
  const query = new URLSearchParams({ did: deed });
  for (const [name, count] of Object.entries(counts[deed])) query.set(name, String(count));
  if (repeated) query.set("again", "1");
  return `?${query}`;
}

const REJECTED: Record<string, string> = {
  reason: "Please write no more than 500 characters.",
  delivery_date:
    "Please give the day it was, or will be, delivered: not before 1990, nor in over a year.",
};

function complaintOf({ reason, by, at }: Answer, zone: string): string {
  if (reason === "changed") {
    return `${
      changedText({ by, at }, zone)
    } Nothing was done. Look at what it says now, then send the form again.`;
  }
  return REJECTED[reason ?? ""] ?? REFUSED[reason ?? ""] ?? REFUSED.state;
}
