import { networkOf } from "./client_address.ts";

/** How much one address may ask: `burst` at once, refilled with `perSecond`. */
export interface Allowance {
  burst: number;
  perSecond: number;
}

/** Of attempts to sign in: enough for a whole office, too few for guessing. */
export const SIGN_INS: Allowance = { burst: 30, perSecond: 0.5 };

/** Of mails with a link to a new password: enough for an office on a Monday morning. */
export const PASSWORD_MAILS: Allowance = { burst: 6, perSecond: 1 / 60 };

/** Addresses remembered at most; beyond that the least recently seen is forgotten. */
const REMEMBERED = 10_000;

/**
 * A limit per address, kept in this process's memory. The returned function takes one request
 * from the address's allowance and tells whether there was one left. The addresses of one network of
 * IPv6 share an allowance: whoever has one of them has all.
 */
export function rateLimit(
  { burst, perSecond }: Allowance,
): (address: string, now: Date) => boolean {
  const seen = new Map<string, { left: number; at: number }>();
  return (address, now) => {
    const network = networkOf(address);
    const before = seen.get(network) ?? { left: burst, at: now.getTime() };
    const seconds = Math.max(0, now.getTime() - before.at) / 1000;
    const left = Math.min(burst, before.left + seconds * perSecond);
    const isAllowed = left >= 1;
    // Deleting first keeps the map in the order of last sight.
    seen.delete(network);
    seen.set(network, { left: isAllowed ? left - 1 : left, at: now.getTime() });
    if (seen.size > REMEMBERED) seen.delete(seen.keys().next().value!);
    return isAllowed;
  };
}
