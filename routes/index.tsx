import { page } from "fresh";
import { CallUs } from "@/components/web/CallUs.tsx";
import { Field } from "@/components/web/Field.tsx";
import { Title } from "@/components/web/Title.tsx";
import SentOnce from "@/islands/SentOnce.tsx";
import { isLinkText } from "@/lib/booking/link.ts";
import { hrefOf } from "@/lib/booking/step.ts";
import { define } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";

/** The secret in what somebody pasted: a whole link, or a part of it. */
function secretIn(pasted: string): string | null {
  const parts = pasted.split(/[\s/?#<>"]+/).filter(isLinkText);
  return parts.at(-1) ?? null;
}

export const handler = define.handlers<{ complaint?: string; pasted?: string }>({
  GET: () => page({}),
  async POST(ctx) {
    const pasted = textOf(await readForm(ctx.req), "link");
    const secret = secretIn(pasted);
    if (secret !== null) return ctx.redirect(hrefOf(secret), 303);
    const complaint = "That doesn't look like one of our links. Please copy all of it from your " +
      "e-mail. A short code from a letter has a page of its own, below.";
    return page({ complaint, pasted }, { status: 422 });
  },
});

export default define.page<typeof handler>(function Home({ data, state }) {
  const { company } = state;
  return (
    <div class="page">
      <Title isError={data.complaint !== undefined}>Maintenance visits at your home</Title>
      <p>
        At {company.name}{" "}
        we look after stair lifts, porch lifts, lift chairs, wheelchairs and scooters, so that they
        keep working safely at home.
      </p>
      <CallUs company={company}>To book a visit or ask anything, call</CallUs>
      <form method="post" action="/">
        {data.complaint !== undefined && <SentOnce />}
        <h2>Have a link from us?</h2>
        <Field
          name="link"
          label="Paste your link"
          hint="It is in our e-mail. Opening it there works too."
          autocomplete="off"
          value={data.pasted}
          complaint={data.complaint}
        />
        <button type="submit">Go to my visit</button>
      </form>
      <h2>Have a letter from us?</h2>
      <p>
        <a class="button second" href="/go">Type the code from my letter</a>
      </p>
      <p class="hint">
        <a class="quiet" href="/sign-in">Staff: sign in</a>
      </p>
    </div>
  );
});
