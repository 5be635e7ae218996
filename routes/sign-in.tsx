import { HttpError, page } from "fresh";
import { Field } from "@/components/web/Field.tsx";
import SentOnce from "@/islands/SentOnce.tsx";
import { Title } from "@/components/web/Title.tsx";
import { define } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";
import { rateLimit, SIGN_INS } from "@/lib/web/limits.ts";
import { staffOf, startPageOf } from "@/lib/web/staff.ts";
import { staffSession } from "@/lib/web/session.ts";

/** Attempts of one address. */
const allows = rateLimit(SIGN_INS);

/** The page somebody came for, written as addresses are; only pages of ours. */
function wantedPage(text: string): string | null {
  const { pathname, search, origin } = URL.parse(text, "http://site.invalid") ?? {};
  if (origin !== "http://site.invalid" || text.includes("\\")) return null;
  return /^\/(office|tech)(\/|$)/.test(pathname!) ? pathname! + search : null;
}

interface Data {
  next: string;
  email?: string;
  complaint?: string;
}

export const handler = define.handlers<Data>({
  GET(ctx) {
    const next = wantedPage(ctx.url.searchParams.get("next") ?? "") ?? "";
    return page({ next }, { headers: PRIVATE_PAGE });
  },
  async POST(ctx) {
    if (!allows(ctx.state.address, ctx.state.now)) throw new HttpError(429);
    const form = await readForm(ctx.req);
    const email = textOf(form, "email");
    const next = wantedPage(textOf(form, "next"));
    const password = form.get("password");
    const session = staffSession(ctx.req, ctx.state.address);
    const { error } = await session.api.auth.signInWithPassword({
      email,
      password: typeof password === "string" ? password : "",
    });
    if (error === null) {
      const staff = await staffOf(session, ctx.state.now);
      if (staff === null) throw new HttpError(503);
      return session.applyTo(ctx.redirect(next ?? startPageOf(staff), 303));
    }
    if (error.status === 429) throw new HttpError(429);
    if (!error.status || error.status >= 500) throw new HttpError(503, undefined, { cause: error });
    const complaint = "That e-mail address and password don't go together. Please try again.";
    return page({ next: next ?? "", email, complaint }, { status: 422, headers: PRIVATE_PAGE });
  },
});

export default define.page<typeof handler>(function SignIn({ data }) {
  const { next, email, complaint } = data;
  return (
    <div class="page">
      <Title isError={complaint !== undefined}>Sign in</Title>
      <p>For the people who work here. Clients open their own link and need no password.</p>
      <form method="post" action="/sign-in">
        <input type="hidden" name="next" value={next} />
        {complaint !== undefined && <SentOnce />}
        <Field
          name="email"
          label="E-mail address"
          type="email"
          inputMode="email"
          autocomplete="username"
          required
          value={email}
          complaint={complaint}
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          required
        />
        <button type="submit">Sign in</button>
      </form>
    </div>
  );
});
