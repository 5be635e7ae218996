import { Title } from "./Title.tsx";
import { wordingFor } from "@/lib/web/errors.ts";

/** An error page for somebody who is signed in, with the way to where they begin. */
export function StaffError(
  { status, home, isOffice = false }: {
    status: number;
    home: { href: string; label: string };
    /** Whether they see the office, but not all of it. */
    isOffice?: boolean;
  },
) {
  if (status === 403 && isOffice) return <ForAdministrators />;
  const { title, advice } = staffWordingFor(status, home.href);
  return (
    <div class="page">
      <Title>{title}</Title>
      <p>{advice}</p>
      {(status === 404 || status === 410) && (
        <p>
          <a class="button second" href={home.href}>{home.label}</a>
        </p>
      )}
      {status === 403 && (
        <>
          <p>
            <a class="button second" href="/tech">Go to my day</a>
          </p>
          <form method="post" action="/sign-out">
            <button type="submit" class="second">Sign out</button>
          </form>
        </>
      )}
    </div>
  );
}

function ForAdministrators() {
  return (
    <div class="page">
      <Title>This page is for administrators</Title>
      <p>You are signed in for the office. Ask an administrator, or sign in as somebody else.</p>
      <p>
        <a class="button second" href="/office">Go to the start</a>
      </p>
    </div>
  );
}

/** What is said to clients, unless staff have a reason or a way of their own. */
function staffWordingFor(status: number, home: string) {
  if (status === 403 && home === "/tech") {
    return {
      title: "This page is not one of yours",
      advice: "It may be about somebody else's visit. Call the office if you need it, or sign in " +
        "as somebody else.",
    };
  }
  if (status === 403) {
    return {
      title: "This page is for the office",
      advice:
        "You are signed in as somebody who doesn't see it. Ask the office if you need it, or " +
        "sign in as somebody else.",
    };
  }
  if (status === 410) {
    return {
      title: "This visit was cancelled",
      advice: "Nobody is expected there any more. If you are at the door, call the office.",
    };
  }
  if (status === 404) {
    return {
      title: "There is no such page",
      advice: "The address may be mistyped, or what it led to is no longer there.",
    };
  }
  if (status === 413) {
    return {
      title: "That is more than we can take",
      advice:
        "A text is too long, or a photo too large. Please go back, shorten the one or remove the other, " +
        "and try again.",
    };
  }
  return wordingFor(status);
}
