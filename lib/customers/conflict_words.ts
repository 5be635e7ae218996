import { CONFLICT_TITLES } from "@/lib/text/conflict_kinds.ts";
import { dayOf, shortDayText, spanText, timeText } from "@/lib/text/dates.ts";
import { capitalized, kindName, listText } from "@/lib/text/names.ts";
import { fullName } from "@/lib/text/units.ts";
import type { Conflict } from "./conflicts.ts";

/** One line of a side, and where it leads. */
export interface Line {
  text: string;
  href?: string;
  /** Of an address: how it was, or became. */
  was?: boolean;
  is?: boolean;
}

/** One side of a question, with the answer that chooses it: sent, or found at another place. */
export interface Side {
  head: string;
  lines: Line[];
  label: string;
  decision?: string;
  href?: string;
}

/** "stair lift": what it is; its numbers stand at its side. */
const kindOf = ({ unit }: Conflict) => unit ? kindName(unit.kind) : "unit";
const clientLine = (client: Conflict["client"]): Line[] =>
  client ? [{ text: client.name, href: `/office/clients/${client.customer_id}` }] : [];
const fact = (text: string | null | undefined): Line[] => text ? [{ text }] : [];
const nameOf = (client: Conflict["client"], otherwise: string) => client?.name ?? otherwise;

/** What is asked, in a few words. */
export function titleOf(conflict: Conflict): string {
  const { conflict_kind, client, visit, told } = conflict;
  const whose = nameOf(client, "a client");
  switch (conflict_kind) {
    case "one_serial_two_clients":
      return CONFLICT_TITLES[conflict_kind];
    case "installed_unit_moved":
      return `${nameOf(client, "A client")} has a new address`;
    case "returned_unit":
      return `Returned: ${whose}'s ${kindOf(conflict)}`;
    case "one_person_twice":
      return `Is ${whose} there twice?`;
    case "job_over_visit":
      return `A job elsewhere is at the same time${
        visit?.technician_name
          ? `: ${visit.technician_name}`
          : told.technician
          ? `: ${told.technician}`
          : ""
      }`;
  }
}

/** What the trouble is, in a sentence. */
export function questionOf(conflict: Conflict): string {
  const { conflict_kind, told, unit } = conflict;
  const kind = kindOf(conflict);
  switch (conflict_kind) {
    case "one_serial_two_clients":
      return `${
        told.serial ?? unit?.told_apart ?? "The same number"
      } stands on a ${kind} of both. A device can have one owner.`;
    case "installed_unit_moved":
      return `A ${kind} is fixed to the house, so we can't know whether it moved along.`;
    case "returned_unit":
      return `The file tells of a return. The ${kind} is enrolled here${
        unit?.booked ? " and booked" : ""
      }.`;
    case "one_person_twice": {
      const same = (told.same ?? []).map((each) => SAME[each] ?? each);
      return `The same name${same.length > 0 ? ` and the same ${listText(same)}` : ""}.`;
    }
    case "job_over_visit":
      return "One technician cannot be at two places. Their job was not taken into the calendar.";
  }
}

const SAME: Record<string, string> = { email: "e-mail", phone: "phone", address: "home" };

function unitLines({ unit }: Conflict, zone: string): Line[] {
  if (!unit) return [];
  const { booked, due_on, last_service_on } = unit;
  return [
    { text: capitalized(fullName(unit)), href: `/office/units/${unit.unit_id}` },
    ...fact(last_service_on && `Last visit ${shortDayText(last_service_on)}`),
    ...fact(due_on && `Due ${shortDayText(due_on)}`),
    ...(booked
      ? [{
        text: `Booked for ${shortDayText(dayOf(booked.starts_at, zone))}, ${
          timeText(booked.starts_at, zone)
        }${booked.technician_name ? ` with ${booked.technician_name}` : ""}`,
        href: unit.contract_id ? `/office/contracts/${unit.contract_id}` : undefined,
      }]
      : []),
  ];
}

function fileLines({ told }: Conflict): Line[] {
  return [
    ...fact(told.product),
    ...fact(told.order && `Order ${told.order}`),
    ...fact(told.quantity && `Quantity ${told.quantity.replace("-", "−")}`),
    ...fact(told.delivered_on && `Delivered ${shortDayText(told.delivered_on)}`),
  ];
}

const inFile = ({ told }: Conflict) => told.line ? `In the file, line ${told.line}` : "In the file";

const personLines = (client: Conflict["client"]): Line[] =>
  client
    ? [
      ...clientLine(client),
      ...fact(client.phone),
      ...fact(client.email),
      ...fact(client.address),
      ...fact(client.units === 1 ? "1 unit" : `${client.units} units`),
    ]
    : [];

function serialSides(conflict: Conflict, zone: string): Side[] {
  const { client, other, unit } = conflict;
  const kind = kindOf(conflict);
  return [
    {
      head: client ? `Here since ${shortDayText(client.since)}` : "Here",
      lines: [...clientLine(client), ...unitLines(conflict, zone), ...fact(unit?.address)],
      decision: "keep",
      label: `${nameOf(client, "The first")}'s, keep it`,
    },
    {
      head: inFile(conflict),
      lines: [...clientLine(other), ...fileLines(conflict), ...fact(other?.address)],
      decision: "move",
      label: `${nameOf(other, "The other")}'s, move it`,
    },
    {
      head: "Neither is sure",
      lines: [{
        text: `Both stay enrolled, ${
          nameOf(other, "the other")
        }'s without a serial, with a line on the work list to read it off the ${kind}.`,
      }],
      decision: "apart",
      label: "Keep apart and ask",
    },
  ];
}

function movedSides(conflict: Conflict, zone: string): Side[] {
  const { told, unit, client } = conflict;
  return [
    {
      head: "The unit so far",
      lines: [
        ...unitLines(conflict, zone),
        ...(unit?.address ? [{ text: unit.address, was: true }] : []),
      ],
      decision: "stays",
      label: "It stays there: new owner?",
    },
    {
      head: "The new address",
      lines: [...clientLine(client), { text: told.address ?? client?.address ?? "–", is: true }],
      decision: "along",
      label: "It moved along",
    },
    {
      head: "Not sure",
      lines: [{ text: "No reminders for the unit until somebody has asked." }],
      decision: "ask",
      label: "Call first",
    },
  ];
}

function jobSides({ visit, told }: Conflict, zone: string): Side[] {
  const span = told.starts_at
    ? told.ends_at
      ? `${shortDayText(dayOf(told.starts_at, zone))}, ${
        spanText(told.starts_at, told.ends_at, zone)
      }`
      : `${shortDayText(dayOf(told.starts_at, zone))}, ${timeText(told.starts_at, zone)}`
    : null;
  return [
    {
      head: "Our visit",
      lines: visit
        ? [
          {
            text: `${shortDayText(visit.day)}, ${timeText(visit.starts_at, zone)}`,
          },
          ...fact([visit.customer, visit.city].filter(Boolean).join(", ")),
        ]
        : [{ text: "It is there no more." }],
      href: visit ? `/office/board?day=${visit.day}&task=${visit.task_id}&hold=move` : undefined,
      label: "Move our visit",
    },
    {
      head: "Their job",
      lines: [
        ...fact(span),
        ...fact(
          [told.title, told.title?.includes(told.job ?? "") ? null : told.job, told.where]
            .filter(Boolean).join(", "),
        ),
      ],
      decision: "leave",
      label: "Leave theirs out",
    },
  ];
}

function personSides({ client, other }: Conflict, isAdmin: boolean, admins: string[]): Side[] {
  const merging = client && other
    ? `/office/clients/${client.customer_id}/merge?with=${other.customer_id}`
    : undefined;
  return [
    {
      head: client ? `Here since ${shortDayText(client.since)}` : "Here",
      lines: [
        ...personLines(client),
        ...(isAdmin ? [] : fact(
          admins.length > 0
            ? `Only an administrator merges: ask ${admins.join(" or ")}.`
            : "Only an administrator merges.",
        )),
      ],
      href: isAdmin ? merging : undefined,
      label: isAdmin ? "One person: merge…" : "",
    },
    {
      head: other ? `Here since ${shortDayText(other.since)}` : "Here too",
      lines: personLines(other),
      decision: "two",
      label: "Two people",
    },
  ];
}

/** The sides of a question, each with its answer. */
export function sidesOf(
  conflict: Conflict,
  { zone, isAdmin, admins }: { zone: string; isAdmin: boolean; admins: string[] },
): Side[] {
  switch (conflict.conflict_kind) {
    case "one_serial_two_clients":
      return serialSides(conflict, zone);
    case "installed_unit_moved":
      return movedSides(conflict, zone);
    case "returned_unit":
      return [
        {
          head: "Here",
          lines: [...clientLine(conflict.client), ...unitLines(conflict, zone)],
          decision: "keep",
          label: "Keep it, return is wrong",
        },
        {
          head: inFile(conflict),
          lines: fileLines(conflict),
          decision: "returned",
          label: "It's back: end contract and visit, no mail",
        },
      ];
    case "one_person_twice":
      return personSides(conflict, isAdmin, admins);
    case "job_over_visit":
      return jobSides(conflict, zone);
  }
}

/** What became of a question, and by whom. */
export function decidedText(conflict: Conflict): string {
  const { client, other, unit } = conflict;
  const kind = kindOf(conflict);
  const said: Record<string, string> = {
    move: `Moved: the ${kind} is ${nameOf(other, "the other client")}'s now.`,
    apart: `Kept apart: ${
      nameOf(other, "the other client")
    }'s is enrolled and waits for its serial.`,
    stays:
      `The ${kind} stays where it was. Its contract rests, and the work list asks who has it now.`,
    along: `The ${kind} moved along with ${nameOf(client, "its client")}.`,
    ask: `A call to ${nameOf(client, "the client")} is on the work list; reminders rest.`,
    returned: `The ${kind} is back: its contract has ended.`,
    two: "Two people: nobody is asked about them again.",
    merge: "They are one client now.",
    leave: "Their job is left out.",
    unit_retired: "No question any more: the unit is not in use.",
    unit_left: "No question any more: the unit went to somebody else.",
    order_cancelled: "No question any more: the order was cancelled.",
    visit_moved: "No question any more: our visit was moved.",
    visit_over: "No question any more: our visit is over.",
    job_changed: "No question any more: their job has its place, or is planned otherwise now.",
    seen_to: "No question any more: it was seen to on the work list.",
    merged: "No question any more: the clients were merged.",
    keep: conflict.conflict_kind === "returned_unit"
      ? `Kept: the ${kind} stays with ${nameOf(client, "its client")}.`
      : `Kept: ${unit?.told_apart ?? `the ${kind}`} stays with ${nameOf(client, "its client")}.`,
  };
  return said[conflict.decision ?? ""] ?? "";
}
