import { capitalized } from "@/lib/text/names.ts";

interface JobWords {
  title: string;
  does: string;
}

const JOBS: Record<string, JobWords> = {
  reminders: { title: "Reminders", does: "Tells clients whose unit comes due." },
  digest: { title: "Morning mail", does: "Mails administrators what waits." },
  "roll-forward": {
    title: "Next visits",
    does: "Opens the next cycle of what was serviced in other ways.",
  },
  certificates: { title: "Certificates", does: "Finds inspection records that will expire." },
  "follow-ups": {
    title: "Follow-ups",
    does: "Finds who did not book, what is overdue, not paid, or waits.",
  },
  "self-check": { title: "Self-check", does: "Looks whether what always holds does." },
};

/** What a job is called, and does. */
export const jobWords = (job: string): JobWords =>
  JOBS[job] ?? { title: capitalized(job.replaceAll("-", " ")), does: "" };

/** One and many of what jobs count. */
const COUNTS: Record<string, [string, string]> = {
  mails: ["mail", "mails"],
  units: ["unit told of", "units told of"],
  confirmed_again: ["appointment confirmed again", "appointments confirmed again"],
  appointments: ["appointment reminder", "appointment reminders"],
  activities: ["put on the work list", "put on the work list"],
  overdue: ["overdue", "overdue"],
  unbooked: ["not booked", "not booked"],
  unpaid_invoice: ["unpaid invoice", "unpaid invoices"],
  repair_follow_up: ["repair that waits", "repairs that wait"],
  missing_serial: ["missing serial number", "missing serial numbers"],
  late_photos: ["job with photos and no report", "jobs with photos and no report"],
  findings: ["thing found", "things found"],
  seals: ["seal of the trail proven", "seals of the trail proven"],
  settled: ["settled", "settled"],
  rolled: ["next visit opened", "next visits opened"],
  failed: ["failed", "failed"],
};

/** "3 mails, 4 units told of"; "nothing to do" where nothing was counted. */
export function countsText(counts: Record<string, unknown>): string {
  if (counts.off === true) return "switched off";
  const told = Object.entries(counts)
    .filter((entry): entry is [string, number] => typeof entry[1] === "number" && entry[1] > 0)
    .map(([name, count]) => {
      const [one, many] = COUNTS[name] ?? [name, name].map((word) => word.replaceAll("_", " "));
      return `${count.toLocaleString("en-CA")} ${count === 1 ? one : many}`;
    });
  return told.length === 0 ? "nothing to do" : told.join(", ");
}

/** How often something of a run failed: each is on the work list. */
export const failuresOf = (counts: Record<string, unknown>) => Number(counts.failed ?? 0);

const KINDS: Record<string, string> = {
  callback: "A client asked to be called.",
  call_client: "A client whom mail does not reach has to be told something.",
  letter_due: "A client who is not called, and whom mail does not reach, gets a letter.",
  missing_address: "A client comes due and has no address that can be written to.",
  delivery_failure: "A mail came back, or was given up.",
  uncertain_message: "Nobody knows whether a mail arrived.",
  rebook: "A visit fell through and needs another time.",
  client_change: "A client told us that something is not right any more.",
  needs_rescheduling: "We cannot come at the time that was booked.",
  unit_out_of_service: "A unit is not safe to use.",
  certificate_expiring: "An inspection record will expire and no visit is booked before.",
  repair_follow_up: "A repair waits for the client, for parts, or for a day.",
  unclosed_visit: "A visit is over and nobody said what became of it.",
  report_conflict: "A technician's report met a visit or a repair that had changed.",
  late_photos: "Photos came of a visit or a repair that was over, and no report with them.",
  address_change: "A client moved, or a stop is elsewhere than it was.",
  enrolment_question: "A row of a file could not be enrolled without a person.",
  missing_serial: "A unit was sold without its serial number.",
  unbooked: "A client was told some days ago and has not booked.",
  overdue: "A due date has passed without a visit.",
  self_check: "Something that always holds does not.",
  broken_trail: "The audit trail is not as it was written. Administrators alone see it.",
  unpaid_invoice: "An invoice should have been paid some days ago.",
  payment_uncertain: "Nobody knows whether a card payment went through.",
  import_problem: "A file from the other system was not taken in.",
  calendar_conflict: "A job from elsewhere is at the time of one of ours.",
  incident: "Something happened that somebody has to look into.",
  sales_lead: "A client might want another unit.",
};

/** When work of that kind is opened. */
export const kindExplained = (kind: string) => KINDS[kind] ?? "";

/** What a kind of work is called. */
export const kindName = (kind: string) => capitalized(kind.replaceAll("_", " "));

/** Where the page leads that ran a job: what it counted goes along, since the day's row is of the night alone. */
export function ranHref(status: string, job: string, counts: Record<string, number>): string {
  const counted = Object.entries(counts).filter(([name, count]) => name in COUNTS && count > 0);
  const said = new URLSearchParams([["did", status], ["what", job]]);
  for (const [name, count] of counted) said.set(name, String(count));
  return `/office/nights?${said}`;
}

/** What was counted, from an address that `ranHref` made. */
function countsOf(said: URLSearchParams): Record<string, number> {
  return Object.fromEntries(
    Object.keys(COUNTS).map((name) => [name, Number(said.get(name))])
      .filter(([, count]) => Number.isSafeInteger(count)),
  );
}

/** What came of a button of the page about nights, by the words in its address; null for none. */
export function toldAfter(said: URLSearchParams): string | null {
  const did = said.get("did");
  const what = said.get("what");
  if (did === null || what === null) return null;
  const isKind = what in KINDS;
  if (isKind && did === "on") return `${kindName(what)} is on.`;
  if (isKind && did === "off") return `${kindName(what)} is off. What is open of it stays.`;
  if (!(what in JOBS)) return null;
  const { title } = jobWords(what);
  if (did === "done") return `${title} ran now: ${countsText(countsOf(said))}.`;
  if (did === "more") return `${title} ran, and is not through yet. Run it again.`;
  if (did === "busy") return `${title} is running already.`;
  return null;
}
