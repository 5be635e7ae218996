import { answersOf, type Deed } from "@/lib/web/chosen.ts";
import { printLetters } from "./letters.ts";
import { notReminded } from "./terms.ts";

const LETTERS: Record<string, string> = {
  printed: "The letter is below.",
  together: "The letter about another unit of that home names it too.",
  booked: "A visit is booked.",
  paused:
    "Nobody is written to: the contract rests, the unit is out of service, or a death was reported.",
  expired: "Nothing is due on this contract.",
};

const printed: Deed = {
  name: "letters",
  label: "Letters for these",
  title: "Letters",
  act: async (rpc, ids) => {
    const letters = await printLetters(rpc, ids) ?? [];
    const told = letters.map(({ contract_id, status }) => ({
      id: contract_id,
      isDone: status === "printed" || status === "together",
      text: LETTERS[status],
    }));
    return { told, paper: letters };
  },
};

const reminded: Deed = {
  name: "remind",
  label: "Send the reminder again",
  title: "Reminders",
  asks: (count) =>
    count === 1
      ? "A mail goes to the client of this contract at once."
      : `For each of these ${count} contracts a mail goes to its client at once. Whoever gets none, because nothing is due or they can't be mailed, is named afterwards.`,
  act: async (rpc, contract_ids) => {
    const answers = answersOf(await rpc("send_reminders_again", { contract_ids }));
    return {
      told: answers.filter(({ status }) => status !== "unknown").map(({ id, status, reason }) => ({
        id,
        isDone: status === "queued",
        text: status === "queued" ? "A reminder is on its way." : notReminded(reason ?? ""),
      })),
    };
  },
};

/** What the office does with contracts that it chose. */
export const CONTRACT_DEEDS = [printed, reminded];
