import { HttpError, page } from "fresh";
import { Field } from "@/components/web/Field.tsx";
import SentOnce from "@/islands/SentOnce.tsx";
import { Title } from "@/components/web/Title.tsx";
import { define } from "@/lib/web/define.ts";
import { readForm, textOf } from "@/lib/web/forms.ts";
import { PRIVATE_PAGE } from "@/lib/web/headers.ts";
import { rateLimit, SIGN_INS } from "@/lib/web/limits.ts";
import { filledBy } from "@/lib/web/own_forms.ts";
import { MOST_OF_ANYBODY, MOST_SHRUNK, takesPhotos } from "@/lib/web/read_body.ts";
import { staffOf, startPageOf } from "@/lib/web/staff.ts";
import { staffSession } from "@/lib/web/session.ts";
import {
  lastSignedIn,
  markOf,
  readUnsent,
  rememberLast,
  type Unsent,
  unsentOf,
  wordsIn,
  writeUnsent,
} from "@/lib/web/unsent.ts";

/** Attempts of one address. */
const allows = rateLimit(SIGN_INS);

/** The page somebody came for, written as addresses are; only pages of ours. */
function wantedPage(text: string): string | null {
  const { pathname, search, origin } = URL.parse(text, "http://site.invalid") ?? {};
  if (origin !== "http://site.invalid" || text.includes("\\")) return null;
  return /^\/(office|tech)(\/|$)/.test(pathname!) ? pathname! + search : null;
}

/** A form that was filled as far as forms may be, as one field of another. */
const MOST_WITH_UNSENT = 2 * MOST_OF_ANYBODY;

interface Data {
  next: string;
  email?: string;
  complaint?: string;
  /** What was typed on the page that they come from, which could not be sent. */
  unsent: Unsent | null;
  /** Whether photos were there as well, which cannot be kept. */
  lostPhotos?: boolean;
  /** Who typed it, as far as this browser knows. */
  whose?: string;
  /** Whether somebody else has signed in here meanwhile, and still is. */
  isOther?: boolean;
  /** They are signed in by now: who typed it may send it, anybody else is told that it is gone. */
  back?: "themselves" | "somebody else";
  /** Whether they have just signed out on all devices. */
  isOut?: boolean;
}

export const handler = define.handlers<Data>({
  GET(ctx) {
    const next = wantedPage(ctx.url.searchParams.get("next") ?? "") ?? "";
    const isOut = ctx.url.searchParams.get("out") === "all";
    return page({ next, unsent: null, isOut }, { headers: PRIVATE_PAGE });
  },
  async POST(ctx) {
    if (ctx.url.searchParams.has("unsent")) {
      const next = wantedPage(ctx.url.searchParams.get("next") ?? "") ?? "";
      const isPhotoForm = takesPhotos(next.split("?")[0]);
      const form = await readForm(ctx.req, isPhotoForm ? MOST_SHRUNK : MOST_OF_ANYBODY);
      const lostPhotos = [...form.values()].some((value) =>
        value instanceof File && value.size > 0
      );
      const isOther = ctx.url.searchParams.get("unsent") === "other";
      const whose = filledBy(form) || lastSignedIn(ctx.req);
      const unsent = unsentOf(form);
      return page({ next, unsent, lostPhotos, whose, isOther }, { headers: PRIVATE_PAGE });
    }
    if (!allows(ctx.state.address, ctx.state.now)) throw new HttpError(429);
    const form = await readForm(ctx.req, MOST_WITH_UNSENT);
    const unsent = readUnsent(textOf(form, "unsent"));
    const whose = textOf(form, "whose");
    const email = textOf(form, "email");
    const next = wantedPage(textOf(form, "next"));
    const password = form.get("password");
    const session = staffSession(ctx.req, ctx.state.address);
    const { data: { user }, error } = await session.api.auth.signInWithPassword({
      email,
      password: typeof password === "string" ? password : "",
    });
    if (error === null) {
      const staff = await staffOf(session, ctx.state.now);
      if (staff === null) throw new HttpError(503);
      const mark = await markOf(user!.id);
      const remembered = (response: Response) => {
        response.headers.append("Set-Cookie", rememberLast(ctx.req, mark));
        return session.applyTo(response);
      };
      if (unsent !== null && next !== null) {
        const { headers } = remembered(new Response(null, { headers: PRIVATE_PAGE }));
        return page(
          whose === "" || whose === mark
            ? { next, unsent, back: "themselves" }
            : { next, unsent: null, back: "somebody else" },
          { headers },
        );
      }
      return remembered(ctx.redirect(next ?? startPageOf(staff), 303));
    }
    if (error.status === 429) throw new HttpError(429);
    if (!error.status || error.status >= 500) throw new HttpError(503, undefined, { cause: error });
    const complaint = "That e-mail address and password don't go together. Please try again.";
    return page({ next: next ?? "", email, complaint, unsent, whose }, {
      status: 422,
      headers: PRIVATE_PAGE,
    });
  },
});

export default define.page<typeof handler>(function SignIn({ data }) {
  const { next, email, complaint, unsent, lostPhotos, whose, isOther, back, isOut } = data;
  if (back === "somebody else") return <SomebodyElse next={next} />;
  if (back && unsent) return <Back next={next} unsent={unsent} />;
  return (
    <div class="page">
      <Title isError={complaint !== undefined}>{unsent ? "Please sign in again" : "Sign in"}</Title>
      {isOut && (
        <p class="notice" role="status">You are signed out on all of your devices, at once.</p>
      )}
      {isOther
        ? (
          <p>
            Somebody else has signed in on this browser meanwhile, so nothing was sent. What you
            typed is kept here until you are back.
          </p>
        )
        : unsent
        ? <p>You were signed out meanwhile. What you typed is kept here until you are back.</p>
        : <p>For the people who work here. Clients open their own link and need no password.</p>}
      {lostPhotos && (
        <p class="notice">
          <strong>The photos could not be kept.</strong> Please take them again once you are back.
        </p>
      )}
      <form method="post" action="/sign-in" encType="multipart/form-data">
        <input type="hidden" name="next" value={next} />
        {unsent && <input type="hidden" name="unsent" value={writeUnsent(unsent)} />}
        {unsent && <input type="hidden" name="whose" value={whose} />}
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
      {isOther && (
        <p>
          <a class="quiet" href={next}>I am the one who is signed in now: go on without it</a>
        </p>
      )}
      {!unsent && (
        <p>
          <a class="quiet" href="/forgot-password">Forgot your password?</a>
        </p>
      )}
    </div>
  );
});

/** Signed in again: what was typed can be sent now, by a press of their own. */
function Back({ next, unsent }: { next: string; unsent: Unsent }) {
  return (
    <div class="page">
      <Title>You are signed in again</Title>
      <p>What you typed was not sent yet.</p>
      <Words unsent={unsent} />
      <form method="post" action={next} encType="multipart/form-data">
        {unsent.map(([name, text], at) => (
          <textarea hidden readOnly name={name} key={at}>{text}</textarea>
        ))}
        <button type="submit">Send it now</button>
      </form>
      <p>
        <a class="quiet" href={next}>Go to the page without sending it</a>
      </p>
    </div>
  );
}

/** Signed in on a machine where somebody else was in the middle of a form. */
function SomebodyElse({ next }: { next: string }) {
  return (
    <div class="page">
      <Title>You are signed in</Title>
      <p>Somebody else was filling in a form here. It was not sent, and it is not shown to you.</p>
      <p>
        <a class="button" href={next}>Go on</a>
      </p>
    </div>
  );
}

/** Their own words, to be recognised. */
function Words({ unsent }: { unsent: Unsent }) {
  const words = wordsIn(unsent);
  return words.length === 0 ? null : (
    <ul class="notice plain-words">
      {words.map((text, at) => <li key={at}>“{text}”</li>)}
    </ul>
  );
}
