import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { Company } from "@/lib/database/shapes.ts";
import { BackRow } from "./Bars.tsx";

/** What was done on this phone and is not sent, and what became of the rest: completed by `lib/phone/sending_page.ts`. */
export function Sending({ company }: { company: Company }) {
  return (
    <>
      <BackRow href="/tech" to="Today" />
      <div class="tech flow">
        <Title>Everything is sent</Title>
        <p class="notice" data-sending="missing" hidden>
          There is no signal, and the page that you asked for is not on this phone. The pages of
          today and tomorrow are.
        </p>
        <p class="notice" data-sending="others" hidden></p>
        <p data-sending="none">
          What you record is sent at once. Without a signal it is saved on this phone, shown here,
          and sent when the signal is back.
        </p>
        <p data-sending="go-on" hidden>
          Go on working. Nothing is lost if you lock the phone or close the app.
        </p>
        <section class="notice warn" data-sending="sign-in" hidden>
          <p>
            Your sign-in ran out. What is saved stays on this phone, and is sent as soon as you are
            in. You can also go on with today's jobs, and sign in later.
          </p>
          <p>
            <a class="button wide" href="/sign-in?next=/tech/sending">Sign in and send</a>
          </p>
        </section>
        <SignOut company={company} />
        <ol class="stops" data-sending="list"></ol>
        <p class="hint" data-sending="tried"></p>
        <p>
          <button type="button" class="second" data-sending="try" hidden>Try now</button>
        </p>
        <p>
          <a class="quiet" href="/tech">Go on with the day</a>
        </p>
      </div>
    </>
  );
}

/** Before somebody signs out with something unsent: staying is the easy way, and what would be lost is named. */
function SignOut({ company }: { company: Company }) {
  return (
    <section class="notice warn flow" id="sign-out" data-sending="sign-out" hidden>
      <h2>Not everything is sent yet</h2>
      <p>Signing out clears everything about clients from this phone, so these would be gone:</p>
      <ul class="plain-list"></ul>
      <p>
        <a class="button wide" href="#page">Stay signed in and send first</a>
      </p>
      <details class="fold">
        <summary>
          <span>Sign out anyway</span>
        </summary>
        <CallUs company={company}>
          Only if this phone goes to somebody else now. Tell the office first, who can record visits
          from paper:
        </CallUs>
        <form class="flow" method="post" action="/sign-out" data-throw-away>
          <label class="check">
            <input type="checkbox" required />
            <span>I know that it is thrown away</span>
          </label>
          <button type="submit" class="danger">Throw away and sign out</button>
        </form>
      </details>
    </section>
  );
}
