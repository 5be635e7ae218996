import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { addDays, instantAt, isDay } from "@/lib/text/dates.ts";
import type { Meanwhile } from "@/lib/text/meanwhile.ts";
import { readPhone } from "@/lib/text/read_phone.ts";
import { textOf, textsOf } from "@/lib/web/forms.ts";
import { pinIn, type Pinned, placeField, placeIn } from "@/lib/web/pin.ts";
import { changeLink, type LinkOutcome, OTHER_LINK } from "./calendar.ts";
import { asideShape, type Misfit, misfitShape, type PutAside } from "./page.ts";
import { weekIn } from "./week.ts";

/** What a form of a technician's page can ask for, by the name of its button. */
const DEEDS = [
  "person",
  "home",
  "skills",
  "hours",
  "leave",
  "back",
  "go",
  "again",
  "calendar",
] as const;
export type Deed = typeof DEEDS[number];

/** What was typed: each field by its name; of choices that may be several all that were ticked. */
export type Typed = Record<string, string[]>;

/** What came of a form: done, or what would follow, or what is to be corrected and how. */
export interface Came {
  deed: Deed;
  done: boolean;
  field?: string;
  complaint?: string;
  /** Who changed the box while the form was open. */
  meanwhile?: Meanwhile;
  misfits?: Misfit[];
  putAside?: PutAside[];
  /** Of a leave that was taken back: how many bookings are where they were, and how many still wait. */
  back?: number;
  waits?: number;
  /** The list that was shown, to be sent back with the button. */
  shown?: string;
  /** Where the pin of home was put, which is not saved yet. */
  pinned?: Pinned;
  /** A calendar address, told this once. */
  url?: string;
}

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
  weekday: z.number().nullish(),
  misfits: z.array(misfitShape).optional(),
  put_aside: z.array(asideShape).optional(),
  shown: z.string().optional(),
  back: z.number().optional(),
  waits: z.number().optional(),
  technician_id: z.string().optional(),
});
type Answer = z.infer<typeof answerShape>;

const GOOD = ["saved", "placed", "taken_back", "ended", "deactivated", "reactivated"];

/** What a form holds after it was sent: what was typed, and the place where the pin was put. */
export function typedIn(form: FormData, { pinned }: Came): Typed {
  const typed = [...new Set(form.keys())].map((name) => [name, textsOf(form, name)]);
  return { ...Object.fromEntries(typed), ...(pinned && { place: [placeField(pinned.place)] }) };
}

/** The fields of a person, as the database reads them. */
function personIn(form: FormData) {
  const [name, email, licence_number] = ["name", "email", "licence_number"]
    .map((field) => textOf(form, field));
  const phone = readPhone(textOf(form, "phone")) ?? textOf(form, "phone");
  const staff_id = z.uuid().safeParse(textOf(form, "staff_id")).data ?? "";
  return { name, phone, email, licence_number, staff_id };
}

/** From when to when somebody is away: whole days, or from and to a time of them; a word where that cannot be. */
function awayIn(form: FormData, zone: string): [string, string] | "time" | "past" | "far" {
  const [from, until, fromTime, untilTime] = ["from", "until", "from_time", "until_time"]
    .map((field) => textOf(form, field));
  const last = until || from;
  // Of other centuries, where somebody slipped in the year.
  if (/^\d{4}-/.test(from) && from < "2000") return "past";
  if (/^\d{4}-/.test(last) && last >= "2100") return "far";
  if (!isDay(from) || !isDay(last)) return "time";
  const starts = instantAt(from, fromTime || "00:00", zone);
  const ends = untilTime
    ? instantAt(last, untilTime, zone)
    : instantAt(addDays(last, 1), "00:00", zone);
  return starts && ends && starts < ends ? [starts, ends] : "time";
}

/** When somebody is to be away, as the board knows it already: what the form of a leave begins with. */
export function leaveAsked(query: URLSearchParams): Record<string, string> {
  const names = ["from", "from_time", "until", "until_time", "why"];
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? ""]));
}

/** Does what a form of the page asks for, or asks what would follow. Null for a form that is none of them. */
export async function act(
  rpc: Rpc,
  technician_id: string,
  form: FormData,
  zone: string,
): Promise<Came | null> {
  const deed = DEEDS.find((each) => each === textOf(form, "box"));
  if (deed === undefined) return null;
  const pinned = deed === "home" && pinIn(form, placeIn(textOf(form, "place")) ?? null);
  if (pinned) return { deed, done: false, pinned };
  if (deed === "calendar") {
    const asked = { what: textOf(form, "do"), shown: textOf(form, "shown") };
    return calendarCame(await changeLink(rpc, technician_id, asked));
  }
  const answer = await CALLS[deed]({ rpc, technician_id, form, zone });
  return typeof answer === "string"
    ? refusal(deed, { status: "rejected", reason: answer })
    : cameOf(deed, answerShape.parse(answer));
}

interface Asked {
  rpc: Rpc;
  technician_id: string;
  form: FormData;
  zone: string;
}

/** What each form calls; a word is why it was not even asked. */
const CALLS: Record<Exclude<Deed, "calendar">, (asked: Asked) => Promise<unknown>> = {
  person: ({ rpc, technician_id, form }) =>
    rpc("save_technician", { technician_id, fields: personIn(form), shown: textOf(form, "shown") }),
  home: async ({ rpc, technician_id, form }) => {
    const place = placeIn(textOf(form, "place"));
    const most = textOf(form, "most");
    if (place === undefined) return "place";
    if (!/^\d{0,3}$/.test(most)) return "most";
    return await rpc("set_technician_home", {
      technician_id,
      address: textOf(form, "address"),
      // Empty: no home, no limit. The types of arguments do not know null.
      latitude: (place?.latitude ?? null) as number,
      longitude: (place?.longitude ?? null) as number,
      most: (most === "" ? null : Number(most)) as number,
      shown: textOf(form, "shown"),
    });
  },
  skills: ({ rpc, technician_id, form }) =>
    rpc("set_technician_skills", {
      technician_id,
      skill_ids: textsOf(form, "skill").filter((id) => z.uuid().safeParse(id).success),
      shown: textOf(form, "shown"),
      despite: textOf(form, "do") === "despite",
    }),
  hours: async ({ rpc, technician_id, form }) => {
    const [from, until] = ["from", "until"].map((field) => textOf(form, field));
    if (!isDay(from)) return "from";
    if (until !== "" && !isDay(until)) return "until";
    const breaks = Math.min(Number(textOf(form, "breaks")) || 1, 4);
    return await rpc("set_technician_hours", {
      technician_id,
      week: weekIn(form, breaks).week.map((stretch) => ({ ...stretch })),
      from_day: from,
      until_day: until || undefined,
      shown: textOf(form, "shown"),
      despite: textOf(form, "do") === "despite",
    });
  },
  leave: async ({ rpc, technician_id, form, zone }) => {
    const away = awayIn(form, zone);
    if (typeof away === "string") return away;
    const isMeant = textOf(form, "do") === "place";
    return await rpc("place_time_off", {
      technician_id,
      starts_at: away[0],
      ends_at: away[1],
      note: textOf(form, "why"),
      dry_run: !isMeant,
      shown: isMeant ? textOf(form, "shown") : undefined,
    });
  },
  back: async ({ rpc, form }) => {
    const task_id = z.uuid().safeParse(textOf(form, "task_id")).data;
    const shown = z.iso.datetime({ offset: true }).safeParse(textOf(form, "shown")).data;
    return task_id === undefined ? "over" : await rpc("take_back_time_off", { task_id, shown });
  },
  go: ({ rpc, technician_id, form }) => {
    const isMeant = textOf(form, "do") === "go";
    const shown = isMeant ? textOf(form, "shown") : undefined;
    return rpc("deactivate_technician", { technician_id, dry_run: !isMeant, shown });
  },
  again: ({ rpc, technician_id }) => rpc("reactivate_technician", { technician_id }),
};

function calendarCame(outcome: LinkOutcome | null): Came | null {
  if (outcome === null) return null;
  const deed = "calendar";
  if (outcome === "left") return refusal(deed, { status: "rejected", reason: "technician" });
  if (outcome === "changed") return { deed, done: false, field: "", complaint: OTHER_LINK };
  return outcome === "ended" ? { deed, done: true } : { deed, done: false, url: outcome.made };
}

function cameOf(deed: Deed, answer: Answer): Came {
  const { status, misfits, put_aside: putAside, shown, back } = answer;
  const waits = putAside?.length ?? answer.waits;
  if (GOOD.includes(status)) return { deed, done: true, back, waits };
  if (status === "tried" || status === "misfits") {
    return { deed, done: false, misfits, putAside, shown };
  }
  return { ...refusal(deed, answer), putAside, shown };
}

/** Adds a technician: their id, or what is to be corrected. */
export async function addTechnician(rpc: Rpc, form: FormData): Promise<string | Came> {
  const answer = answerShape.parse(await rpc("add_technician", { fields: personIn(form) }));
  return answer.technician_id ?? refusal("person", answer);
}

/** The field that a reason is about, and what to do about it. */
const REFUSALS: Record<string, [field: string, complaint: string]> = {
  name: ["name", "Please enter a name, of no more than 254 characters."],
  phone: ["phone", "Please enter a phone number with its area code, such as 905-555-0142."],
  email: ["email", "Please enter an address such as name@example.com."],
  licence_number: ["licence_number", "Please write no more than 100 characters."],
  login: ["staff_id", "That login is somebody else's. Please choose another one."],
  alike: ["name", "There is a technician of that name already."],
  address: ["address", "Please write no more than 254 characters."],
  place: ["place", "Please enter both numbers as a map shows them, such as 43.5501, -79.5849."],
  most: ["most", "Please enter a number from 1 to 50, or leave it empty."],
  from: ["from", "Please enter a day from today on, within three years."],
  until: ["until", "Please enter a day that is not before the first one, or leave it empty."],
  week: [
    "week",
    "Please look at the hours: each day ends after it starts, with its breaks between.",
  ],
  time: ["from", "Please enter when it begins and when it ends, 31 days later at most."],
  past: ["from", "Please enter leave that began within the last 31 days, or is to come."],
  far: ["until", "Please enter leave that ends within two years."],
  notes: ["why", "Please write no more than 2,000 characters."],
  technician: ["", "They have left already."],
  over: ["", "That leave was taken back already, or is over since more than 31 days."],
  active: ["", "They are active already."],
};

const ELSE = "This is no longer so. Please look again.";

function refusal(deed: Deed, answer: Answer): Came {
  const { reason, by, at, status, put_aside } = answer;
  const [field, complaint] = REFUSALS[reason ?? ""] ?? ["", ELSE];
  if (reason !== "changed") return { deed, done: false, field, complaint };
  return put_aside !== undefined && status === "refused"
    ? {
      deed,
      done: false,
      field: "",
      complaint: "Something changed meanwhile. This is what would follow now; please look again.",
    }
    : { deed, done: false, field: "", complaint, meanwhile: { by, at } };
}
