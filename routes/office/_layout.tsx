import { define, type StaffState } from "@/lib/web/define.ts";

/** Surrounds the error page too, also for somebody who was not let in. */
export default define.layout(function Office({ Component, state }) {
  const { staff } = state as Partial<StaffState>;
  if (staff === undefined) return <Component />;
  return (
    <>
      <nav class="office-nav" aria-label="Office">
        <a href="/office">Start</a>
        <a href="/office/contracts">Contracts</a>
        <form method="post" action="/sign-out">
          <span>{staff.name}</span> <button type="submit" class="quiet">Sign out</button>
        </form>
      </nav>
      <Component />
    </>
  );
});
