import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { changedText, type Meanwhile } from "@/lib/text/meanwhile.ts";
import { readPhone } from "@/lib/text/read_phone.ts";
import { bookForClient, type DeskAnswer, moveStop } from "./desk.ts";
import { isAsTold, type Wish } from "./desk_wish.ts";
import { CHECK_PHONE } from "./forms.ts";
import type { Slot } from "./shapes.ts";

/** Why nothing was booked: what to say, beside which field, and times near the one that is gone. */
export interface Refused {
  field?: "phone" | "access_notes" | "anyway";
  complaint: string;
  /** Nothing went wrong: the sentence is another one now. */
  isAgain?: boolean;
  near: Slot[];
}

/** What was done, or was found done already. */
export const DEEDS = ["booked", "moved", "found", "cancelled"] as const;
export type Did = typeof DEEDS[number];

/** What came of it: done, or why not. */
export type DeskCame = { ok: true; deed: Did } | ({ ok: false } & Refused);

/** What a form of the page asks for; null where it only looks. */
export async function act(
  rpc: Rpc,
  contract_id: string,
  deed: string,
  wish: Wish,
  zone: string,
): Promise<DeskCame | null> {
  if (deed === "book") return await book(rpc, contract_id, wish, zone);
  return deed === "cancel" && wish.task !== "" ? await cancel(rpc, wish, zone) : null;
}

const no = (complaint: string, rest: Partial<Refused> = {}): DeskCame => ({
  ok: false,
  complaint,
  near: [],
  ...rest,
});

/** Calls the whole stop off. */
async function cancel(rpc: Rpc, { task, revision }: Wish, zone: string): Promise<DeskCame> {
  const answer = cancelledShape.parse(
    await rpc("set_task_state", { task_id: task, state: "cancelled", revision }),
  );
  if (answer.status === "set") return { ok: true, deed: "cancelled" };
  return no(answer.reason === "changed" ? changedMeanwhile(answer, zone) : REFUSALS.state);
}

const cancelledShape = z.object({
  status: z.enum(["set", "refused"]),
  reason: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
});

const changedMeanwhile = (meanwhile: Meanwhile, zone: string) =>
  `${changedText(meanwhile, zone)} This is how the visit stands now.`;

/** Books what was read back, or moves the stop that is there. */
async function book(
  rpc: Rpc,
  contract_id: string,
  wish: Wish,
  zone: string,
): Promise<DeskCame> {
  const { at, technician } = wish;
  if (at === null || technician === null) return no("Please choose a time first.");
  if (wish.warned && !wish.anyway) {
    return no("Tick that you know what is against this time, or choose another.", {
      field: "anyway",
    });
  }
  if (wish.task !== "") return cameOf(await moveStop(rpc, { ...wish, at, technician }), zone);
  if (!isAsTold(wish)) {
    return no("What comes along is different now. Read this one back, then book.", {
      isAgain: true,
    });
  }
  const phone = wish.phone === "" ? "" : readPhone(wish.phone);
  if (phone === null) return no(CHECK_PHONE.phone, { field: "phone" });
  return cameOf(await bookForClient(rpc, contract_id, { ...wish, at, technician, phone }), zone);
}

const REFUSALS: Record<string, string> = {
  household: "One of the units can't be done in the same visit any more. Look at what is ticked.",
  paused: "This contract or its unit rests now, so nothing can be booked.",
  horizon:
    "That day is further ahead than the office books. Tick that you know, or choose another.",
  deceased: "This client has died. Tick that you know, or leave it.",
  time: "We can't book at that time: it is past, or more than a year ahead.",
  state: "This visit has begun or ended meanwhile. This is how it stands now.",
};

/** What of a time's rules holds it up: said below it, with its figures. */
const BY_THE_RULES = ["skill", "holiday", "hours", "winter", "closed", "notice", "drive"];

function cameOf(answer: DeskAnswer, zone: string): DeskCame {
  const { status, reason, slots: near } = answer;
  if (status === "booked" || status === "moved") return { ok: true, deed: status };
  if (status === "already_booked") return { ok: true, deed: "found" };
  if (status === "expired") return no("This contract has ended, or its visit was done meanwhile.");
  if (reason === "phone") return no(CHECK_PHONE.phone, { field: "phone" });
  if (reason === "notes") {
    return no(`Please shorten this to ${answer.most ?? 2000} characters.`, {
      field: "access_notes",
    });
  }
  if (reason && BY_THE_RULES.includes(reason)) {
    return no("Something is against that time. Tick that you know, or choose another.", {
      field: "anyway",
    });
  }
  if (reason === "changed") return no(changedMeanwhile(answer, zone));
  const known = REFUSALS[reason ?? ""];
  if (known) return no(known);
  return no("That time was just taken, or can't be kept any more. What you typed is kept.", {
    near,
  });
}
