import { parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";
import { HttpError, page } from "fresh";
import * as z from "zod";
import { CallUs } from "@/components/web/CallUs.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { findLink } from "@/lib/booking/find_link.ts";
import { hrefOf } from "@/lib/booking/step.ts";
import { define } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { isSecure, PRIVATE_PAGE } from "@/lib/web/headers.ts";
import { rateLimit } from "@/lib/web/limits.ts";

/** Tries of one address: enough for a whole house of clients, too few for guessing. */
const allows = rateLimit({ burst: 20, perSecond: 0.05 });

const refusalShape = z.enum(["expired", "invalid", "rejected"]);
const typedShape = z.object({ code: z.string(), postalCode: z.string() });
type Typed = z.infer<typeof typedShape>;

interface Data extends Partial<Typed> {
  refusal?: z.infer<typeof refusalShape>;
}

/** The cookie that keeps what was typed while it is to be corrected. */
const COOKIE = "go";
const KEPT_SECONDS = 300;

/** More than any code has: what is longer was not read off a letter. */
const MOST_KEPT = 100;

function typedCookie(typed: Typed | null, secure: boolean): string {
  const value = typed === null ? "" : JSON.stringify({
    code: typed.code.slice(0, MOST_KEPT),
    postalCode: typed.postalCode.slice(0, MOST_KEPT),
  });
  const maxAge = typed === null ? 0 : KEPT_SECONDS;
  return serializeCookieHeader(COOKIE, value, {
    httpOnly: true,
    sameSite: "lax",
    secure,
    path: "/go",
    maxAge,
  });
}

function typedIn(req: Request): Partial<Typed> {
  const cookies = parseCookieHeader(req.headers.get("Cookie") ?? "");
  try {
    const value = cookies.find(({ name }) => name === COOKIE)?.value ?? "{}";
    return typedShape.safeParse(JSON.parse(value)).data ?? {};
  } catch {
    // Whatever a stranger wrote.
    return {};
  }
}

/** What is typed here never stands in an address: those are kept in logs and histories. */
export const handler = define.handlers<Data>({
  GET(ctx) {
    const refusal = refusalShape.safeParse(ctx.url.searchParams.get("answer")).data;
    const typed = refusal === "invalid" || refusal === "rejected" ? typedIn(ctx.req) : {};
    return page({ refusal, ...typed }, { headers: PRIVATE_PAGE });
  },
  async POST(ctx) {
    if (!allows(ctx.state.address, ctx.state.now)) throw new HttpError(429);
    const form = await readForm(ctx.req);
    const typed = { code: textOf(form, "code"), postalCode: textOf(form, "postal_code") };
    const answer = await findLink(ctx.state.rpc, typed);
    const isFound = answer.status === "found";
    const next = ctx.redirect(isFound ? hrefOf(answer.token) : `/go?answer=${answer.status}`, 303);
    next.headers.append("Set-Cookie", typedCookie(isFound ? null : typed, isSecure(ctx.req)));
    return next;
  },
});

export default define.page<typeof handler>(function CodeFromLetter({ data, state }) {
  const { refusal, code, postalCode } = data;
  const { company } = state;
  if (refusal === "expired") {
    return (
      <div class="page">
        <Title>This code has expired</Title>
        <p>Your next visit has a letter or an e-mail of its own. Or call us.</p>
        <CallUs company={company}>We are glad to help:</CallUs>
      </div>
    );
  }
  const isWrong = refusal === "invalid";
  return (
    <div class="page">
      <Title isError={refusal !== undefined}>Type the code from your letter</Title>
      {isWrong && (
        <div class="notice danger" role="alert">
          <p>
            <strong>Please check both.</strong> We know no letter with this code and postal code.
          </p>
          <ul>
            <li>
              <a href="#code">The code has ten letters and digits.</a>
            </li>
            <li>
              <a href="#postal_code">The postal code is that of your address.</a>
            </li>
          </ul>
        </div>
      )}
      {refusal === "rejected" && (
        <p class="notice danger" role="alert">
          <strong>This code was tried too often.</strong>{" "}
          To keep your visit private, it works again in an hour. If you can't wait, please call us.
        </p>
      )}
      <p>Code and postal code together open your own page, where you choose a time.</p>
      <form method="post" action="/go">
        <Field
          name="code"
          label="Code"
          hint="Ten letters and digits, like K7M‑2QX‑9DRT. Dashes and capitals don't matter."
          autocomplete="off"
          required
          value={code}
          complaint={isWrong
            ? "Please check the code. It never has a zero, one, I or O."
            : undefined}
        />
        <Field
          name="postal_code"
          label="Your postal code"
          hint="As in the address on the letter, like L6Y 0A1."
          autocomplete="postal-code"
          required
          value={postalCode}
          complaint={isWrong ? "Please check the postal code." : undefined}
        />
        <button type="submit">Go to my visit</button>
      </form>
      <p>
        <a class="quiet" href="/#link">I have a link from an e-mail</a>
      </p>
      <CallUs company={company}>Rather talk to us, or have no letter? Call</CallUs>
    </div>
  );
});
