import * as z from "zod";
import { payloadOf } from "./token.ts";

/** Seconds for which somebody stays signed in at most: as `supabase/config.toml` asks of Auth. */
export const LONGEST_SESSION = 30 * 24 * 3600;

/** When and how somebody proved who they are, as Auth writes it into its tokens (RFC 8176). */
const claimsShape = z.object({ amr: z.array(z.object({ timestamp: z.number() })) });

/**
 * Whether a token of Auth says that its holder signed in longer ago than a session may last. Auth refreshes
 * tokens for ever where the project has no limit of its own. A token that tells no time is left to Auth.
 *
 * @param accessToken one that the project has accepted: it is read, not verified
 */
export function isTooOld(accessToken: string, now: Date): boolean {
  const claims = claimsShape.safeParse(payloadOf(accessToken));
  if (!claims.success || claims.data.amr.length === 0) return false;
  const signedInAt = Math.min(...claims.data.amr.map(({ timestamp }) => timestamp));
  return now.getTime() / 1000 - signedInAt > LONGEST_SESSION;
}
