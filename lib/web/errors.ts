import { HttpError } from "fresh";
import { DatabaseError, type Rpc } from "@/lib/database/rpc.ts";

/** The error half of a supabase-js answer. */
export interface ApiError {
  code?: string;
  message: string;
  details?: string | null;
}

/** A supabase-js answer: data, or an error with the HTTP status. */
export interface ApiAnswer<T> {
  data: T;
  error: ApiError | null;
  status: number;
}

/** What a page tells the person when something did not work: a heading and what to do next. */
export interface Wording {
  title: string;
  advice: string;
}

/** The statuses that pages answer with. */
export type PageStatus = 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 422 | 429 | 500 | 503;

/** SQLSTATEs and PostgREST codes that are not our server's fault. */
const STATUS_BY_CODE: Record<string, PageStatus> = {
  "23502": 422,
  "23503": 409,
  "23505": 409,
  "23514": 422,
  "23P01": 409, // the time is taken
  "40001": 503,
  "40P01": 503,
  "42501": 403,
  "53300": 503,
  "55P03": 503, // somebody has it
  "57014": 503, // took too long
  "MT001": 409, // a change of state that is not allowed
  "MT002": 403, // never changes
  "MT021": 409, // in use
  "MT022": 409, // the last administrator
  "MT031": 409, // a visit that earns no certificate
  "P0002": 404,
  "PGRST116": 404,
  "PGRST301": 401,
  "PGRST302": 401,
  "PGRST303": 401,
};

/** The answers without a code that say more than that something in the request cannot be used. */
const STATUS_WITHOUT_CODE: Record<number, PageStatus> = { 401: 401, 403: 403, 404: 500, 429: 429 };

/** Classes of SQLSTATEs in which the values are at fault: two rows where one belongs, no date, a NUL. */
const IS_ABOUT_VALUES = /^2[12][0-9A-Z]{3}$/;

/** The HTTP status for an error of the database or its API. */
export function statusFor(error: ApiError, status: number): PageStatus {
  const raised = error.code?.match(/^PT(400|401|403|404|405|409|410|413|422|429|500|503)$/);
  if (raised) return Number(raised[1]) as PageStatus;
  const known = STATUS_BY_CODE[error.code ?? ""];
  if (known !== undefined) return known;
  if (IS_ABOUT_VALUES.test(error.code ?? "")) return 422;
  // Where only rows are counted the answer has no body, and so no code.
  if (!error.code && status >= 400 && status < 500) return STATUS_WITHOUT_CODE[status] ?? 422;
  // supabase-js reports a request that got no answer at all as status 0.
  return status === 0 || status === 502 || status === 503 || status === 504 ? 503 : 500;
}

/**
 * The same calls for pages, so that a route needs no `try`: what the database refuses is thrown as an
 * {@linkcode HttpError} with a fitting status, its cause kept.
 */
export function pageRpc(rpc: Rpc): Rpc {
  return async (name, args) => {
    try {
      return await rpc(name, args);
    } catch (cause) {
      if (!(cause instanceof DatabaseError)) throw cause;
      throw new HttpError(statusFor(cause, cause.status), undefined, { cause });
    }
  };
}

/** The data of a table's answer. Throws {@linkcode HttpError} with a fitting status where there is none. */
export function dataOf<T>({ data, error, status }: ApiAnswer<T>): NonNullable<T> {
  if (error !== null) {
    throw new HttpError(statusFor(error, status), undefined, { cause: error });
  }
  if (data === null || data === undefined) throw new HttpError(404);
  return data;
}

const WORDINGS: Record<PageStatus, Wording> = {
  400: {
    title: "That didn't come through",
    advice: "Something went missing on the way to us. Please go back and try once more.",
  },
  401: { title: "Please sign in again", advice: "You have been signed out." },
  403: {
    title: "That isn't allowed from here",
    advice: "Please open the page from your own link and try again from there.",
  },
  404: {
    title: "We can't find that page",
    advice: "The address may have been cut short. Please check it, or use the link in your e-mail.",
  },
  405: {
    title: "That didn't work",
    advice: "Please go back to the page you came from and use its buttons.",
  },
  409: {
    title: "That just changed",
    advice: "Somebody changed this a moment ago. Please look again before you go on.",
  },
  410: {
    title: "This link has expired",
    advice: "Your next visit has its own e-mail, or call us.",
  },
  413: {
    title: "That is more than we can take",
    advice: "Please go back and write a shorter note. A few lines are enough.",
  },
  422: {
    title: "We couldn't read that",
    advice: "Please go back, check what you filled in, and try again.",
  },
  429: {
    title: "Please wait a minute",
    advice: "A lot of pages were opened from your connection. Wait a minute, then try again.",
  },
  500: {
    title: "Something went wrong on our side",
    advice: "It isn't your fault, and nothing was lost. Please try again in a few minutes.",
  },
  503: {
    title: "We can't reach our calendar right now",
    advice: "Nothing was lost. Please try again in a minute.",
  },
};

/** What to tell the person for a status. */
export function wordingFor(status: number): Wording {
  return WORDINGS[status as PageStatus] ?? WORDINGS[status < 500 ? 400 : 500];
}
