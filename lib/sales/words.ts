import type { Mark } from "@/lib/text/mark.ts";
import { shortDayText } from "@/lib/text/dates.ts";
import { counted } from "@/lib/text/names.ts";
import type { OrderPage, SoldUnit } from "./page.ts";

/** The office's page of an order. */
export const orderHref = (order_id: string) => `/office/orders/${order_id}`;

const MARKS: Record<OrderPage["state"], Mark> = {
  draft: { text: "Draft", shape: "todo" },
  sale: { text: "Confirmed", shape: "done" },
  done: { text: "Confirmed", shape: "done" },
  cancel: { text: "Cancelled", shape: "off" },
};

export const orderMark = (state: OrderPage["state"]): Mark => MARKS[state];

export const isConfirmed = (state: OrderPage["state"]) => state === "sale" || state === "done";

const NOTHING: Record<string, string> = {
  returned: "A return: nothing is enrolled.",
  nothing: "Nothing of it was sold.",
  too_many: "More than 100 of one line are not enrolled by themselves. The work list has it.",
  no_product: "It is no product of the catalogue, so nothing is enrolled.",
  not_a_unit: "An accessory, a part, a rental or a service: nothing to maintain.",
  no_category:
    "Nobody has said what kind of product this is. Classify it, then look for units here again.",
  not_maintained: "Units of this kind are not maintained.",
};

/** Why nothing of a line is enrolled; null where its units are. */
export const nothingText = (why: string | null): string | null => why && (NOTHING[why] ?? null);

const KEPT = {
  visited: "stays under contract, since a visit was done",
  handed_on: "stays, since it went to another client",
  work: "stays in use, since other work is booked at it; its contract ends",
};

/** Why a unit stays when its sale is cancelled. */
export const keptText = (why: keyof typeof KEPT) => KEPT[why];

/** Where a sold unit's contract stands. */
export function contractText({ state, cancelled_reason, due_on }: SoldUnit): string {
  if (state === "cancelled") return cancelled_reason ? `Ended: ${cancelled_reason}` : "Ended";
  if (state === "paused") return "Paused";
  return due_on ? `Due ${shortDayText(due_on)}` : "Under contract";
}

/** What the page says after something was done, by the address that a form led to. */
export function didText(query: URLSearchParams): string | undefined {
  const count = (name: string) =>
    Math.min(Number(query.get(name)?.match(/^\d{1,4}$/)?.[0] ?? 0), 9999);
  const wasDone = query.has("again");
  switch (query.get("did")) {
    case "save":
      return "The order is saved as a draft. It sells nothing before it is confirmed.";
    case "confirm":
      return count("enrolled") === 0
        ? wasDone
          ? "The order was confirmed already. Its lines say what came of each."
          : "The order is confirmed. No unit was enrolled; the lines say why."
        : `The order is confirmed. ${counted(count("enrolled"), "unit")} enrolled.`;
    case "deliver":
      return [
        "The delivery is written down.",
        count("moved") > 0 && `${counted(count("moved"), "due date")} moved along.`,
        count("left") > 0 &&
        `${
          counted(count("left"), "due date")
        } stayed: the client was told of it, a visit was done, or the office chose it. Change it on the contract.`,
      ].filter(Boolean).join(" ");
    case "cancel":
      if (wasDone) return "The order was cancelled already. Nothing more was done.";
      return [
        `The order is cancelled. ${
          count("ended") === 0 ? "No contract" : counted(count("ended"), "contract")
        } ended.`,
        count("visits") > 0 &&
        `${
          counted(count("visits"), "visit")
        } called off; the client is told by mail, or is on the work list to be called.`,
        count("kept") > 0 && `${counted(count("kept"), "unit")} stayed.`,
      ].filter(Boolean).join(" ");
  }
}
