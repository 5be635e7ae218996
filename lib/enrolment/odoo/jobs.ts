import type { RawRow } from "../source.ts";
import type { Reach } from "./changes.ts";
import type { Domain, OdooRecord } from "./client.ts";
import { customerRef } from "./customers.ts";
import { asOdoo, idOf, idsOf, instantOf, textOf } from "./values.ts";

/** Tags that say what a job is; of any other nothing is guessed. */
const TYPES = ["repair", "delivery", "assessment"];

/** So long ago nothing has to be kept free any more. */
const PAST = 2 * 24 * 60 * 60 * 1000;

/** Tasks of Odoo's Field Service with their people, tags and addresses. */
export interface Jobs {
  tasks: OdooRecord[];
  users: Map<number, OdooRecord>;
  tags: Map<number, string>;
  places: Map<number, OdooRecord>;
}

/** Reads every planned job from a few days ago on: they are few, and one that is gone shows by its absence. */
export async function readJobs(reach: Reach, now: Date): Promise<Jobs> {
  const { odoo } = reach;
  const planned: Domain = [
    ["is_fsm", "=", true],
    ["planned_date_begin", ">=", asOdoo(new Date(now.getTime() - PAST))],
  ];
  const tasks = await odoo.read("project.task", planned, [
    "name",
    "active",
    "state",
    "user_ids",
    "tag_ids",
    "partner_id",
    "planned_date_begin",
    "date_deadline",
  ]);
  const all = (field: string) => tasks.flatMap((task) => idsOf(task[field]));
  const users = await odoo.readBy("res.users", "id", all("user_ids"), ["name", "email"]);
  const tags = await odoo.readBy("project.tags", "id", all("tag_ids"), ["name"]);
  const places = await odoo.readBy(
    "res.partner",
    "id",
    tasks.flatMap(({ partner_id }) => idOf(partner_id) ?? []),
    ["street", "city", "zip"],
  );
  const byId = (records: OdooRecord[]) => new Map(records.map((record) => [record.id, record]));
  return {
    tasks,
    users: byId(users),
    tags: new Map(tags.map(({ id, name }) => [id, textOf(name).toLowerCase()])),
    places: byId(places),
  };
}

/** One row of `technician_jobs` for each person of a task; what was told before and is gone was called off. */
export function* jobRows(jobs: Jobs, told: string[]): Generator<Omit<RawRow, "line">> {
  const there = new Set<string>();
  for (const task of jobs.tasks) {
    for (const user of idsOf(task.user_ids)) {
      const fields = jobFields(jobs, task, user);
      there.add(fields.job_ref);
      yield { fields };
    }
  }
  for (const job_ref of told.filter((ref) => !there.has(ref))) {
    yield {
      fields: { ...NOTHING, job_ref, job_state: "cancelled" },
      notice: "it is gone from Odoo's plan",
    };
  }
}

const NOTHING = {
  technician: "",
  starts_at: "",
  ends_at: "",
  task_type: "",
  title: "",
  customer_ref: "",
  street: "",
  city: "",
  postal_code: "",
};

function jobFields({ users, tags, places }: Jobs, task: OdooRecord, user: number) {
  const person = users.get(user);
  const place = places.get(idOf(task.partner_id) ?? 0);
  const isOff = task.state === "1_canceled" || task.active === false;
  const types = TYPES.filter((type) => idsOf(task.tag_ids).some((tag) => tags.get(tag) === type));
  return {
    job_ref: `odoo-task-${task.id}-${user}`,
    technician: textOf(person?.email) || textOf(person?.name),
    starts_at: instantOf(task.planned_date_begin),
    ends_at: instantOf(task.date_deadline),
    task_type: types.length === 1 ? types[0] : "other",
    title: textOf(task.name),
    customer_ref: customerRef(idOf(task.partner_id)),
    street: textOf(place?.street),
    city: textOf(place?.city),
    postal_code: textOf(place?.zip),
    job_state: isOff ? "cancelled" : "planned",
  };
}
