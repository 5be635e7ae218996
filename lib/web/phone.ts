import { HttpError, withBody } from "fresh";
import * as z from "zod";
import { PHONE } from "./phone_headers.ts";

/** What a phone asks with; null for everybody else. */
export const asksAsPhone = ({ headers }: Request): string | null => headers.get(PHONE.asks);

/** Whether a phone sends what somebody else filled in. */
export function isSentForAnother({ headers }: Request, mark: string): boolean {
  return ![null, mark].includes(headers.get(PHONE.whose));
}

/** The answer to a phone whose sign-in has ended, or is somebody else's. */
export const signInFirst = (req: Request): Response =>
  new Response(null, { status: 401, headers: { [PHONE.answers]: asksAsPhone(req)! } });

/** The same answer, as a phone understands it. */
export function answerPhone(req: Request, response: Response, mark: string | null): Response {
  const id = asksAsPhone(req);
  if (id === null) return response;
  const location = response.headers.get("Location");
  const told = location !== null
    ? new Response(null, { status: 204, headers: { [PHONE.goesTo]: location } })
    : withBody(response, response.body);
  told.headers.set(PHONE.answers, id);
  if (mark !== null) told.headers.set(PHONE.who, mark);
  return told;
}

/** Headers of an error page, for whoever asked for it. */
export function errorForPhone(req: Request): Record<string, string> {
  const id = asksAsPhone(req);
  return id === null ? {} : { [PHONE.answers]: id };
}

/** When something was written down and sent, by the clock of the phone that kept it. */
export interface PhoneTimes {
  recorded_at: string;
  sent_at: string;
}

const instant = z.iso.datetime({ offset: true });

/**
 * The times that a request names; null where it comes from a page, as it is sent.
 * @throws {HttpError} 400 for what is no time
 */
export function phoneTimes({ headers }: Request): PhoneTimes | null {
  const [recorded_at, sent_at] = [headers.get(PHONE.recorded), headers.get(PHONE.sent)];
  if (recorded_at === null || sent_at === null) return null;
  if (![recorded_at, sent_at].every((each) => instant.safeParse(each).success)) {
    throw new HttpError(400);
  }
  return { recorded_at, sent_at };
}
