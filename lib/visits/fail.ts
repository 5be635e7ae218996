import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { FAILURES, outcomeOf } from "@/lib/text/visits.ts";

const BOOK_AGAIN = "An e-mail to book again goes out.";

/** Why a visit came to nothing, as the technician says it, and what happens then. */
export const REASONS = [
  {
    reason: "nobody_home",
    label: FAILURES.nobody_home,
    then: `${BOOK_AGAIN} Nothing is charged. After the second time in a row the office calls.`,
  },
  {
    reason: "refused",
    label: FAILURES.refused,
    then: `${BOOK_AGAIN} Nothing is charged, and the office is told.`,
  },
  {
    reason: "access",
    label: FAILURES.access,
    then: `${BOOK_AGAIN} Please say below what was in the way.`,
  },
  { reason: "weather", label: FAILURES.weather, then: BOOK_AGAIN },
  { reason: "parts", label: FAILURES.parts, then: `${BOOK_AGAIN} The office is told.` },
  {
    reason: "unsafe",
    label: FAILURES.unsafe,
    then: `${BOOK_AGAIN} The office is told. Please say below what it was.`,
  },
  { reason: "no_time", label: FAILURES.no_time, then: BOOK_AGAIN },
  {
    reason: "hospital",
    label: FAILURES.hospital,
    then: "No e-mail. The office waits, and asks the family gently.",
  },
  {
    reason: "deceased",
    label: FAILURES.deceased,
    then: "No e-mail. The office is told. You need ask nothing more.",
  },
  {
    reason: "moved",
    label: FAILURES.moved,
    then: "No e-mail. The office looks for the new address.",
  },
] as const;

const answerShape = z.object({
  status: z.enum(["recorded", "conflict", "refused", "rejected"]),
  reason: z.string().nullish(),
});
export type FailAnswer = z.infer<typeof answerShape>;

export interface Failure {
  reason: string;
  note: string;
  /** What the record of it is known by. */
  report_id: string;
  /** The stop as the technician saw it: what is said of another time is a conflict. The office says nothing. */
  based_on?: number;
}

/** Records that a visit came to nothing. The same record again has the same answer. */
export async function fail(
  rpc: Rpc,
  visit_id: string,
  { reason, note, report_id, based_on }: Failure,
): Promise<FailAnswer> {
  return answerShape.parse(
    await rpc("fail_visit", {
      visit_id,
      outcome: outcomeOf(reason),
      reason,
      note: note || undefined,
      report_id,
      based_on,
    }),
  );
}
