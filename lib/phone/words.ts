import type { Mark } from "@/lib/text/mark.ts";
import { type Deed, type Kept } from "./kept.ts";

const DEEDS: Record<Deed, string> = {
  en_route: "on my way",
  in_progress: "arrived",
  scheduled: "not on my way after all",
  checklist: "checklist",
  notes: "notes",
  finished: "visit finished",
  failed: "could not be done",
  late: "running late",
  wish: "when the next visit suits",
  paid: "payment",
};

const REPAIRS = /^\/tech\/repairs\//;
const OF_REPAIR: Partial<Record<Deed, string>> = { finished: "repair finished" };
/** What is not over where nobody has pressed the button. */
const TYPED: Partial<Record<Deed, string>> = { finished: "report", failed: "what stopped you" };

type Named = Pick<Kept, "about" | "did" | "path"> & { state?: Kept["state"] };

/** "Ethel Example, stair lift: visit finished" */
export function deedText({ about, did, path, state }: Named): string {
  const what = state === "typed" ? TYPED[did] : REPAIRS.test(path) ? OF_REPAIR[did] : undefined;
  const said = what ?? DEEDS[did];
  const text = about ? `${about}: ${said}` : said;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What goes along: "9 lines, signature", "cash 213.55"; empty for nothing worth saying. */
export function detailText({ did, typed, files, state }: Kept): string {
  const said = (name: string) => typed.find(([each]) => each === name)?.[1] ?? "";
  const lines = typed.filter(([name]) => /^line-\d+$/.test(name)).length;
  return [
    lines > 0 && `${lines} ${lines === 1 ? "line" : "lines"}`,
    did === "finished" && (said("png") || state !== "typed" && said("signer")) && "signature",
    did === "paid" && `${said("method").replace("_", "-")} ${said("amount")}`,
    did === "late" && `${said("minutes")} minutes`,
    files.length > 0 && photosText(files.length),
  ].filter(Boolean).join(", ");
}

/** What somebody wrote in words of their own. */
export const wordsIn = ({ typed }: Kept): string[] =>
  typed.filter(([name, text]) =>
    /^(findings|advice|note(-\d+)?|part(_serial)?|serial|wish)$/.test(name) && text.trim() !== ""
  ).map(([, text]) => text.trim());

/** The way to the page on which it is noted when the next visit suits. */
export const WISH = "Note when the next visit suits";

/** The way to the page on which it is noted what was paid. */
export const PAYMENT = "Note what was paid";

/** "2 photos" */
export const photosText = (count: number) => count === 1 ? "1 photo" : `${count} photos`;

/** "9:40 a.m." by the phone's own clock. */
export const clockText = (at: number): string =>
  new Date(at).toLocaleTimeString("en-CA", { hour: "numeric", minute: "2-digit" });

/** "9:40", where there is little room. */
const shortClock = (at: number) => clockText(at).replace(/\s*[ap]\.?m\.?$/i, "");

/** How it stands with what was made on this phone. */
export interface Standing {
  kept: Kept[];
  noSignalSince: number | null;
  isSignedOut: boolean;
  /** How much somebody else made on this phone and has not sent. */
  ofOthers: number;
}

/** What another person is told of it, without a name. */
export const othersText = (count: number): string =>
  `${count === 1 ? "One thing" : `${count} things`} that somebody else recorded on this phone ` +
  `${count === 1 ? "is" : "are"} not sent yet. ${count === 1 ? "It goes" : "They go"} out when ` +
  "that person signs in here: please give them the phone, or tell the office.";

/** The one mark for all of it, what needs somebody first. */
export function standingMark(
  { kept, noSignalSince, isSignedOut }: Omit<Standing, "ofOthers">,
): Mark {
  const count = (state: Kept["state"]) => kept.filter((each) => each.state === state).length;
  const [office, refused, waiting] = [count("office"), count("refused"), count("waiting")];
  const typed = count("typed");
  const needs = (number: number) => `${number} ${number === 1 ? "needs" : "need"}`;
  if (refused > 0) return { shape: "failed", text: `${needs(refused)} you` };
  if (office > 0) return { shape: "failed", text: `${needs(office)} the office` };
  if (isSignedOut && waiting > 0) {
    return { shape: "waiting", text: `${waiting} saved on this phone · sign in to send` };
  }
  if (noSignalSince !== null) {
    const saved = waiting > 0 ? ` · ${waiting} saved` : "";
    return { shape: "late", text: `No signal since ${shortClock(noSignalSince)}${saved}` };
  }
  if (waiting > 0) return { shape: "waiting", text: "Saved on this phone · will be sent" };
  if (typed > 0) return { shape: "waiting", text: "Not sent yet" };
  return { shape: "done", text: "Sent" };
}

/** Beside one of them. */
export function keptMark({ state, settled_at, did, status }: Kept): Mark {
  switch (state) {
    case "waiting":
      return { shape: "waiting", text: "Saved on this phone · will be sent" };
    case "typed":
      return { shape: "waiting", text: "Typed on this phone. Press its button to send it." };
    case "sent":
      return { shape: "done", text: `Sent ${clockText(settled_at!)}` };
    case "office":
      return { shape: "failed", text: "With the office, which decides" };
    case "dead":
      return {
        shape: "missed",
        text: did === "late"
          ? "Not sent: they would have read it too late. Please call."
          : "The job had changed meanwhile. Nothing is to be done.",
      };
    case "refused":
      return {
        shape: "failed",
        text: status === 422
          ? "Not taken: something is to be corrected"
          : status === 413
          ? "Not taken: it is more than can be sent at once. Please call the office."
          : "Not taken: the job was cancelled, recorded already, or is somebody else's. Please call the office.",
      };
  }
}
