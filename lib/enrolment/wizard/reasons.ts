/** Why rows are left out, in words, and what can be done about it. */
import type { Mark } from "@/lib/text/mark.ts";

export interface Reason {
  title: string;
  /** What to do, in a sentence. */
  remedy: string;
  mark: Mark;
}

const RIGHT: Mark = { text: "As it should be", shape: "done" };
const HELP: Mark = { text: "Can be helped", shape: "late" };
const LATER: Mark = { text: "Later, by itself", shape: "upcoming" };
const DECIDE: Mark = { text: "Somebody decides", shape: "todo" };

const REASONS: Record<string, Reason> = {
  invalid_row: {
    title: "Cannot be read",
    remedy: "Correct the rows and bring the file in again.",
    mark: HELP,
  },
  unknown_customer: {
    title: "The client is not known",
    remedy: "Bring in a newer file of clients, then count again.",
    mark: HELP,
  },
  unknown_product: {
    title: "The product is not known",
    remedy: "Bring in a newer file of products, then count again.",
    mark: HELP,
  },
  not_confirmed: {
    title: "The order was never confirmed, or is cancelled",
    remedy: "Nothing to do. It enrols by itself when the order is confirmed.",
    mark: LATER,
  },
  non_positive_quantity: {
    title: "A return, or a quantity of nothing",
    remedy: "Nothing to do.",
    mark: RIGHT,
  },
  no_category: {
    title: "No category",
    remedy: "Say what the products are (step 2), or put the rows on the work list.",
    mark: HELP,
  },
  not_enabled: {
    title: "Accessory, part, rental or service, or a kind without maintenance",
    remedy: "Nothing to do. These never get maintenance.",
    mark: RIGHT,
  },
  not_delivered: {
    title: "Not delivered yet",
    remedy: "Nothing to do. They enrol by themselves when they are delivered.",
    mark: LATER,
  },
  no_serial: {
    title: "No serial number",
    remedy: "Put the rows on the work list: somebody asks for the number.",
    mark: HELP,
  },
  duplicate: {
    title: "The same unit again",
    remedy: "Nothing to do where it is the same client. Where it is another one, somebody decides.",
    mark: DECIDE,
  },
  cancelled_before: {
    title: "Its contract was ended here",
    remedy: "Nothing to do. What was ended stays ended.",
    mark: RIGHT,
  },
};

/** The words for a reason; what nobody has words for is named as it is. */
export const reasonOf = (reason: string): Reason =>
  REASONS[reason] ?? { title: reason.replaceAll("_", " "), remedy: "", mark: DECIDE };

export const isReason = (reason: string): boolean => reason in REASONS;

/** Whether rows of that reason can be put on the work list: `private.raise_enrolment_questions`. */
export const ASKED: readonly string[] = [
  "invalid_row",
  "unknown_customer",
  "unknown_product",
  "no_category",
  "no_serial",
];
