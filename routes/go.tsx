import { HttpError, page } from "fresh";
import * as z from "zod";
import { CallUs } from "@/components/web/CallUs.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import { findLink } from "@/lib/booking/find_link.ts";
import { hrefOf } from "@/lib/booking/step.ts";
import { type TypedCode, typedCodeCookie, typedCodeIn } from "@/lib/booking/typed_code.ts";
import { define } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { isSecure, PRIVATE_PAGE } from "@/lib/web/headers.ts";
import { rateLimit } from "@/lib/web/limits.ts";

/** Tries of one address: enough for a whole house of clients, too few for guessing. */
const allows = rateLimit({ burst: 20, perSecond: 0.05 });

const refusalShape = z.enum(["expired", "invalid", "rejected"]);

interface Data extends Partial<TypedCode> {
  refusal?: z.infer<typeof refusalShape>;
}

/** What is typed here never stands in an address: those are kept in logs and histories. */
export const handler = define.handlers<Data>({
  GET(ctx) {
    const refusal = refusalShape.safeParse(ctx.url.searchParams.get("answer")).data;
    const typed = refusal === "invalid" || refusal === "rejected" ? typedCodeIn(ctx.req) : {};
    return page({ refusal, ...typed }, { headers: PRIVATE_PAGE });
  },
  async POST(ctx) {
    if (!allows(ctx.state.address, ctx.state.now)) throw new HttpError(429);
    const form = await readForm(ctx.req);
    const typed = { code: textOf(form, "code"), postalCode: textOf(form, "postal_code") };
    const answer = await findLink(ctx.state.rpc, typed);
    const next = answer.status === "found" ? hrefOf(answer.token) : `/go?answer=${answer.status}`;
    // A code that has expired is nothing to correct.
    const isKept = answer.status === "invalid" || answer.status === "rejected";
    const response = ctx.redirect(next, 303);
    response.headers.append(
      "Set-Cookie",
      typedCodeCookie(isKept ? typed : null, isSecure(ctx.req)),
    );
    return response;
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
