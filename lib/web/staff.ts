import { HttpError } from "fresh";
import * as z from "zod";
import { defineStaff, type StaffMember } from "./define.ts";
import { PRIVATE_PAGE } from "./headers.ts";
import { hasSession, type StaffSession, staffSession } from "./session.ts";
import { isSomebodyElses, markOfToken, withOwnForms } from "./own_forms.ts";
import { answerPhone, asksAsPhone, isSentForAnother, signInFirst } from "./phone.ts";
import { isTooOld } from "./session_age.ts";

const staffShape = z.object({
  name: z.string(),
  role: z.enum(["office", "technician", "admin"]),
  waiting: z.object({
    activities: z.number(),
    urgent: z.number(),
    conflicts: z.number(),
    messages: z.number(),
  }).nullable(),
});
const answerShape = z.discriminatedUnion("status", [
  staffShape.extend({ status: z.literal("ok") }),
  z.object({ status: z.enum(["nobody", "signed_out"]) }),
]);

/**
 * The member of staff that a session belongs to: null without a valid session, or with one that began
 * too long ago. Somebody who is
 * signed in and is not, or no longer, on the staff is refused with 403.
 */
export async function staffOf({ api, rpc }: StaffSession, now: Date): Promise<StaffMember | null> {
  const { data: { session }, error } = await inTime(api.auth.getSession());
  if (error !== null && !(error.status && error.status < 500)) throw new HttpError(503);
  if (session === null) return null;
  // The cookie may say anything: its token is verified with this call, and whether its session goes on.
  const answer = answerShape.parse(await rpc("who_am_i", {}).catch(asSignedOut));
  if (answer.status === "signed_out" || isTooOld(session.access_token, now)) {
    await api.auth.signOut({ scope: "local" });
    return null;
  }
  if (answer.status === "nobody") throw new HttpError(403);
  return staffShape.parse(answer);
}

/** How long a page waits for a session to be renewed, in milliseconds: supabase-js tries again for half a minute. */
const PATIENCE_MS = 5_000;

/** @throws HttpError 503 when there is no answer in time */
function inTime<T>(answer: Promise<T>): Promise<T> {
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLate.reject(new HttpError(503)), PATIENCE_MS);
  return Promise.race([answer, tooLate.promise]).finally(() => clearTimeout(timer));
}

/** Whose a session is, as forms name them; null where its token does not say. */
async function markOfSession({ api }: StaffSession): Promise<string | null> {
  const { data: { session } } = await api.auth.getSession();
  return session && await markOfToken(session.access_token);
}

/** A token that the database does not believe is no session. */
function asSignedOut(error: unknown) {
  if (error instanceof HttpError && error.status === 401) return { status: "signed_out" };
  throw error;
}

/**
 * The member of staff who asks for a page that is nobody's, with the cookies that keep them signed in; null
 * for everybody else, and where that cannot be found out: the page is for all.
 */
export async function staffElsewhere(
  req: Request,
  address: string,
  now: Date,
): Promise<{ member: StaffMember; cookies: string[] } | null> {
  if (!hasSession(req)) return null;
  const session = staffSession(req, address);
  const member = await staffOf(session, now).catch(() => null);
  return member && { member, cookies: session.applyTo(new Response()).headers.getSetCookie() };
}

/** Where somebody starts after signing in. */
export function startPageOf({ role }: StaffMember): string {
  return role === "technician" ? "/tech" : "/office";
}

/** Lets only these roles pass, and others sign in first. What it lets see is kept in no cache. */
export function staffOnly(...roles: StaffMember["role"][]) {
  return defineStaff.middleware(async (ctx) => {
    const session = staffSession(ctx.req, ctx.state.address);
    const staff = await staffOf(session, ctx.state.now);
    const next = encodeURIComponent(ctx.url.pathname + ctx.url.search);
    const isPhone = asksAsPhone(ctx.req) !== null;
    if (staff === null) {
      if (isPhone) return session.applyTo(signInFirst(ctx.req));
      // 307: what was typed goes along, and is kept until somebody has signed in again.
      return session.applyTo(
        ctx.req.method === "POST"
          ? ctx.redirect(`/sign-in?next=${next}&unsent=yes`, 307)
          : ctx.redirect(`/sign-in?next=${next}`, 303),
      );
    }
    const mark = await markOfSession(session);
    if (isPhone && mark !== null && isSentForAnother(ctx.req, mark)) {
      return session.applyTo(signInFirst(ctx.req));
    }
    if (mark !== null && await isSomebodyElses(ctx.req, mark)) {
      return session.applyTo(ctx.redirect(`/sign-in?next=${next}&unsent=other`, 307));
    }
    if (!roles.includes(staff.role)) throw new HttpError(403);
    ctx.state.session = session;
    ctx.state.staff = staff;
    const answer = await ctx.next();
    const page = mark === null ? answer : await withOwnForms(answer, mark);
    const response = answerPhone(ctx.req, page, mark);
    for (const [name, value] of Object.entries(PRIVATE_PAGE)) response.headers.set(name, value);
    return session.applyTo(response);
  });
}
