import { withBody } from "fresh";
import * as z from "zod";
import { readForm, textOf } from "./forms.ts";
import { payloadOf } from "./token.ts";
import { markOf } from "./unsent.ts";

/** The hidden field in which a form says whose it is. */
const FIELD = "filled_by";

/** The beginning of a form, as pages are written; texts in it have no `"`. */
const FORM = /<form(?:\s+[\w-]+(?:="[^"]*")?)*\s*>/g;

const claimsShape = z.object({ sub: z.string() });

/** Whose a token of Auth is, as forms name them; null for one that does not say. */
export async function markOfToken(accessToken: string): Promise<string | null> {
  const claims = claimsShape.safeParse(payloadOf(accessToken));
  return claims.success ? await markOf(claims.data.sub) : null;
}

/**
 * The same page, with each form that is posted saying whose it is: somebody else may sign in on this browser, in
 * another tab, before it is sent. Done to the page as a whole, so that no form is forgotten.
 */
export async function withOwnForms(response: Response, mark: string): Promise<Response> {
  if (!response.headers.get("Content-Type")?.startsWith("text/html")) return response;
  const html = await response.text();
  const hidden = `<input type="hidden" name="${FIELD}" value="${mark}">`;
  const marked = html.replace(
    FORM,
    (form) => form.includes('method="post"') ? form + hidden : form,
  );
  return withBody(response, marked);
}

/** Who filled in a form, as far as it says; "" for one that does not. */
export const filledBy = (form: FormData): string => textOf(form, FIELD);

/** Whether somebody else filled in what a request sends, before whoever that mark is signed in. Its body stays unread. */
export async function isSomebodyElses(req: Request, mark: string): Promise<boolean> {
  if (req.method !== "POST") return false;
  // What is no form, or too much, is answered by its route.
  const form = await readForm(req.clone()).catch(() => null);
  return form !== null && !["", mark].includes(filledBy(form));
}
