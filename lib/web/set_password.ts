import { HttpError } from "fresh";
import type { StaffMember } from "./define.ts";
import type { StaffSession } from "./session.ts";
import { staffOf } from "./staff.ts";

/**
 * Opens the login of a link, once, and gives it a password. The session is that of whoever has the link from then
 * on, and all others of that login end. Auth's refusals: `over`, a link that opens nothing any more; `refused`, a
 * password that it will not keep, for which the link is used up all the same.
 */
export async function setPassword(
  session: StaffSession,
  link: { token_hash: string; type: "invite" | "recovery" },
  password: string,
  now: Date,
): Promise<StaffMember | "over" | "refused"> {
  const { auth } = session.api;
  const opened = await auth.verifyOtp(link);
  if (opened.error !== null) return onRefusal(opened.error.status, "over");
  const { error } = await auth.updateUser({ password });
  // Their present one: nothing to change.
  if (error !== null && error.code !== "same_password") {
    await auth.signOut({ scope: "local" });
    return onRefusal(error.status, "refused");
  }
  await session.rpc("password_is_set", {});
  const staff = await staffOf(session, now);
  if (staff === null) throw new HttpError(503);
  return staff;
}

/** What Auth refuses for good; that it is busy, or does not answer, is no refusal. */
function onRefusal<Refusal>(status: number | undefined, refusal: Refusal): Refusal {
  if (status === 429) throw new HttpError(429);
  if (!status || status >= 500) throw new HttpError(503);
  return refusal;
}
