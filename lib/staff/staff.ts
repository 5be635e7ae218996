import { HttpError } from "fresh";
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape, mailStateShape } from "@/lib/database/shapes.ts";

export const roleShape = z.enum(["office", "technician", "admin"]);
export type Role = z.infer<typeof roleShape>;

const memberShape = z.object({
  staff_id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleShape,
  /** How far their login is. */
  state: z.enum(["off", "signs_in", "invited", "run_out", "not_invited"]),
  is_me: z.boolean(),
  /** Goes back with a form, so that nothing is overwritten. */
  shown: z.string(),
  last_signed_in_at: instantShape.nullable(),
  signed_out_at: instantShape.nullable(),
  /** On how many devices they are signed in. */
  sessions: z.number(),
  /** The last one that was mailed. */
  link: z.object({
    link_kind: z.enum(["invitation", "password_reset"]),
    asked_at: instantShape,
    ends_at: instantShape,
    mail: mailStateShape.nullable(),
  }).nullable(),
  /** Whose day they see. */
  technician: z.object({ technician_id: z.string(), name: z.string(), active: z.boolean() })
    .nullable(),
});
export type Member = z.infer<typeof memberShape>;

const pageShape = z.object({
  status: z.literal("ok"),
  staff: z.array(memberShape),
  /** Who is in the calendar and has no login. */
  technicians: z.array(z.object({ technician_id: z.string(), name: z.string() })),
});
export type StaffList = z.infer<typeof pageShape>;

/** Everybody on the staff, who is active first (`staff_page`). */
export async function readStaff(rpc: Rpc): Promise<StaffList> {
  return pageShape.parse(await rpc("staff_page", {}));
}

/** One of them. */
export async function readMember(rpc: Rpc, id: string): Promise<Member> {
  const { staff } = await readStaff(rpc);
  const member = staff.find(({ staff_id }) => staff_id === id);
  if (member === undefined) throw new HttpError(404);
  return member;
}

const answerShape = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  staff_id: z.string().nullish(),
  name: z.string().nullish(),
  link_kind: z.string().nullish(),
  by: z.string().nullish(),
  at: instantShape.nullish(),
});
/** What a function about the staff answers. */
export type Answer = z.infer<typeof answerShape>;

/** What is typed to invite somebody. */
export interface Invited {
  name: string;
  email: string;
  role: string;
  /** Of a technician: whose day it is; empty for nobody's. */
  technician: string;
}

/** Puts somebody on the staff and mails them a link. */
export async function invite(rpc: Rpc, { name, email, role, technician }: Invited) {
  const technician_id = role === "technician" ? z.uuid().safeParse(technician).data : undefined;
  return answerShape.parse(await rpc("invite_staff", { name, email, role, technician_id }));
}

/** What a form about somebody can ask for, by the name of its button. */
export const DEEDS = ["change", "link", "out", "off", "on"] as const;
export type Deed = typeof DEEDS[number];

/** Does it. */
export async function doWith(
  rpc: Rpc,
  staff_id: string,
  deed: Deed,
  typed: { name: string; role: string; shown: string },
): Promise<Answer> {
  const { shown } = typed;
  const calls: Record<Deed, () => Promise<unknown>> = {
    change: () => rpc("change_staff", { staff_id, ...typed }),
    link: () => rpc("send_password_link", { staff_id }),
    out: () => rpc("sign_out_everywhere", { staff_id }),
    off: () => rpc("switch_staff", { staff_id, active: false, shown }),
    on: () => rpc("switch_staff", { staff_id, active: true, shown }),
  };
  return answerShape.parse(await calls[deed]());
}

/** What is told after it was done: `DONE` has the words. */
export function didOf(deed: Deed, { status, link_kind }: Answer): string {
  if (deed === "change") return status;
  return deed === "link" ? link_kind ?? deed : deed;
}
