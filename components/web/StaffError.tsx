import { Title } from "./Title.tsx";
import { wordingFor } from "@/lib/web/errors.ts";

/** An error page for somebody who is signed in. */
export function StaffError({ status }: { status: number }) {
  const { title, advice } = status === 403
    ? {
      title: "This page is for the office",
      advice:
        "You are signed in as somebody who doesn't see it. Ask the office if you need it, or " +
        "sign in as somebody else.",
    }
    : wordingFor(status);
  return (
    <div class="page">
      <Title>{title}</Title>
      <p>{advice}</p>
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
