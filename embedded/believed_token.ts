import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** What a token of Auth says. */
export type Claims = Record<string, unknown>;

/** Seconds since 1970. */
const isTime = (value: unknown): value is number => typeof value === "number";

/**
 * The claims of a token that is signed with this secret (HS256) and good at this moment; null for any other,
 * of which lite tells what is wrong. To verify is done here and now: handing so little to another thread and
 * back, as Web Crypto does, takes twenty times as long.
 */
export function believedToken(token: string, secret: string, now: Date): Claims | null {
  const [head, body, signature, ...rest] = token.split(".");
  if (!signature || rest.length > 0) return null;
  const given = Buffer.from(signature, "base64url");
  const ours = createHmac("sha256", secret).update(`${head}.${body}`).digest();
  if (given.length !== ours.length || !timingSafeEqual(given, ours)) return null;
  const { alg, crit } = readPart(head);
  if (alg !== "HS256" || crit !== undefined) return null;
  const claims = readPart(body);
  const seconds = now.getTime() / 1000;
  const { exp, nbf, iat } = claims;
  if (!isTime(exp) || exp <= seconds) return null;
  if ([nbf, iat].some((each) => each !== undefined && !(isTime(each) && each <= seconds))) {
    return null;
  }
  return claims;
}

function readPart(part: string): Claims {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString()) ?? {};
  } catch {
    return {};
  }
}
