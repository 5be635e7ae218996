import { whoComes } from "@/lib/text/coming.ts";
import { appointmentText, arrivalText, instantText, sentence } from "@/lib/text/dates.ts";
import { greeting } from "@/lib/text/names.ts";
import { visitNames } from "@/lib/text/units.ts";
import { workPurpose } from "@/lib/text/work.ts";
import type { MailContent } from "./content.ts";
import type { LateFacts, NotClosedFacts } from "./facts.ts";

/** The technician comes later than promised today: by how much, and between when instead. */
export function runningLate(facts: LateFacts): MailContent {
  const { company, late_minutes, comes_from, comes_by, units, work } = facts;
  const purpose = work ? workPurpose(work) : `for your ${visitNames(units) || "equipment"}`;
  const late = `${whoComes(facts)} is running about ${late_minutes} minutes late`;
  const instead = arrivalText(comes_from, comes_by, company.time_zone);
  return {
    subject: `${late} today`,
    preview: sentence(`Now expected ${instead}`),
    heading: `About ${late_minutes} minutes late`,
    blocks: [
      { block: "text", text: `${greeting(facts.first_name)},` },
      {
        block: "text",
        text: `${late} today, ${purpose}. ` +
          `${
            sentence(`${work ? "The work" : "The visit"} now begins ${instead}`)
          } We are sorry that you have to wait.`,
      },
      { block: "text", text: "You need do nothing. If that no longer suits you, please call us." },
    ],
  };
}

/** To a technician: a visit is over by the calendar, and nobody said what became of it. */
export function notClosed(facts: NotClosedFacts): MailContent {
  const { company, starts_at, ends_at, address, visit_id } = facts;
  const when = appointmentText(starts_at, company.time_zone);
  return {
    subject: `What became of your visit of ${when}?`,
    preview: address ?? "Its outcome is missing.",
    heading: "The outcome of a visit is missing",
    blocks: [
      { block: "text", text: `${greeting(facts.first_name)},` },
      {
        block: "text",
        text:
          `by the calendar this visit was over at ${
            instantText(ends_at, company.time_zone)
          }, and nobody wrote down what became of it. Until then its client cannot be billed, ` +
          "reminded or booked anew. Tomorrow morning the office asks.",
      },
      {
        block: "details",
        rows: [
          ["When", when],
          ...facts.title ? [["What", facts.title] as [string, string]] : [],
          ...address ? [["Where", address] as [string, string]] : [],
        ],
      },
      {
        block: "button",
        label: "Say what became of it",
        href: `${company.public_url}/tech/visits/${visit_id}`,
      },
    ],
    switchedOff: "For the technician of the visit, once.",
  };
}
