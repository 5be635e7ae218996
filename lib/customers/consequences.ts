import { dayOf, shortDayText, timeText, unbroken } from "@/lib/text/dates.ts";
import { mailName } from "@/lib/text/mails.ts";
import { capitalized } from "@/lib/text/names.ts";
import { fullName, type ToldUnit } from "@/lib/text/units.ts";
import type { Changes } from "./life_event.ts";

type NamedUnit = ToldUnit & { unit_id: string; product_name?: string | null };
type Visit = Changes["cancelled"][number];

const day = (on: string) => unbroken(shortDayText(on));

/** "Callback", "Client's change" */
const workName = (kind: string) => capitalized(kind.replaceAll("_", " "));

const times = (count: number, one: string, more: string) => count === 1 ? one : `${count} ${more}`;

const OTHERS: Record<Changes["called_off"][number]["task_type"], string> = {
  repair: "repair",
  delivery: "delivery",
  assessment: "assessment",
  other: "other work",
};

/** What follows from an event, one sentence for each thing, the gravest first. */
export function consequencesOf(
  changes: Changes,
  { name, units, zone }: { name: string; units: NamedUnit[]; zone: string },
): string[] {
  const called = (unit_id: string) => {
    const unit = units.find((each) => each.unit_id === unit_id);
    return unit ? fullName(unit) : "unit";
  };
  const when = ({ unit_id, starts_at, technician_name }: Visit) =>
    `for the ${called(unit_id)} on ${day(dayOf(starts_at, zone))}, ${timeText(starts_at, zone)}` +
    (technician_name ? ` with ${technician_name}` : "");
  return [
    ...changes.ended.map(({ unit_id }) => `The contract of the ${called(unit_id)} ends.`),
    ...changes.rests.map(({ unit_id, until }) =>
      `The contract of the ${called(unit_id)} rests ${
        until
          ? `until ${day(until)}, and it is due two weeks later at the earliest`
          : "until somebody lets it go on"
      }: nothing is mailed meanwhile.`
    ),
    ...changes.goes_on.map(({ unit_id }) => `The contract of the ${called(unit_id)} goes on.`),
    ...changes.due.flatMap(({ unit_id, due_on }) =>
      due_on ? [`The ${called(unit_id)} is due on ${day(due_on)}.`] : []
    ),
    ...changes.cancelled.map((visit) => `The visit ${when(visit)} is cancelled.`),
    ...changes.called_off.map(({ task_type, starts_at }) =>
      `The ${OTHERS[task_type]}${
        starts_at === null
          ? ""
          : ` on ${day(dayOf(starts_at, zone))}, ${timeText(starts_at, zone)},`
      } is cancelled.`
    ),
    ...changes.stays.map((visit) => `The visit ${when(visit)} stays.`),
    ...changes.units.map(({ unit_id, condition, owner, address }) =>
      condition === "retired"
        ? `The ${called(unit_id)} is not in use any more.`
        : owner !== name
        ? `The ${called(unit_id)} is ${owner}'s.`
        : `The ${called(unit_id)} is at ${address ?? "an unknown address"}.`
    ),
    ...mails(changes),
    ...changes.closed.map(({ kind }) => `On the work list, this closes: ${workName(kind)}.`),
    ...changes.opened.map(({ kind }) => `On the work list, this opens: ${workName(kind)}.`),
  ];
}

function mails({ told, withdrawn }: Changes): string[] {
  return [
    ...(withdrawn.length > 0
      ? [
        `${times(withdrawn.length, "One mail", "mails")} that ${
          withdrawn.length === 1 ? "waits is" : "wait are"
        } not sent.`,
      ]
      : []),
    ...(told.length > 0
      ? told.map(({ kind, recipient }) => `A mail goes to ${recipient}: ${mailName(kind)}.`)
      : ["Nobody is told of this by mail."]),
  ];
}
