import type { Answer } from "./report.ts";

/** What is to be corrected, by the place on the page where it is. */
export type Complaints = Record<string, string>;

/** What to do about each part of a report that the database does not take. */
const WORDS: Complaints = {
  findings: "Please shorten what you found.",
  advice_to_client: "Please shorten the advice to the client.",
  labour_minutes: "Please give the minutes of work as a whole number, such as 45.",
  checklist: "Please look at the checklist again: a note there is too long.",
  parts: "Please check the parts: each needs a name, and numbers for how many and the price.",
  "signature.name": "Please write the name of who signs.",
  "signature.reason": "Please say why nobody can sign.",
  "signature.png_base64":
    "The drawn signature cannot be read. Please sign again, or choose another way to sign.",
  signature: "A signature is missing, or why there is none.",
  unit: "Please check the serial number: another unit has it, or it is too long.",
};

/** The lines that need a photo and have none. */
const linesWithoutPhoto = (missing: (number | string)[]) =>
  missing.flatMap((each) => /^photo:(\d+)$/.exec(String(each))?.[1] ?? []);

/** Whether what was drawn is no picture, or too large a one. */
export const isDrawingRefused = (answer: Answer): boolean =>
  answer.status === "rejected" && answer.field === "signature.png_base64";

/** What is to be corrected; lines that are missing are told by the checklist itself. */
export function complaintsOf(
  answer: Exclude<Answer, { status: "done" | "conflict" }>,
): Complaints {
  switch (answer.status) {
    case "incomplete":
      return {
        ...(answer.missing.includes("signature") && { signature: WORDS.signature }),
        ...Object.fromEntries(
          linesWithoutPhoto(answer.missing).map((line) => [
            `line-${line}`,
            `Line ${line} fails: please take a photo of it.`,
          ]),
        ),
      };
    case "refused":
      return { visit: "This visit is still to come. It can be finished on its day." };
    case "rejected": {
      if (answer.field.startsWith("checklist") && answer.reason === "missing") {
        return { checklist: "A safety line that does not apply needs a note that says why." };
      }
      const words = Object.keys(WORDS).find((each) => answer.field.startsWith(each));
      if (words) return { [words.split(".")[0]]: WORDS[words] };
      return { visit: "Something in this report cannot be taken. Please call the office." };
    }
  }
}
