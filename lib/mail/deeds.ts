import { answersOf, type Deed } from "@/lib/web/chosen.ts";

const AGAIN: Record<string, string> = {
  queued: "It is sent again.",
  suppressed: "That address is not written to.",
  uncertain: "It may have arrived. Please decide about it by itself.",
  set_aside: "Somebody set it aside. Please look at it by itself.",
  not_stuck: "It was not given up, or is sent again already.",
};

const again: Deed = {
  name: "retry",
  label: "Try again",
  title: "Tried again",
  act: async (rpc, message_ids) => {
    const answers = answersOf(await rpc("retry_messages", { message_ids }));
    return {
      told: answers.filter(({ status }) => status !== "unknown").map(({ id, status }) => ({
        id,
        isDone: status === "queued",
        text: AGAIN[status] ?? AGAIN.not_stuck,
      })),
    };
  },
};

/** What the office does with mails that it chose. */
export const MESSAGE_DEEDS = [again];
