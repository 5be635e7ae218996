import { define } from "@/lib/web/define.ts";

export default define.layout(function Office({ Component, state }) {
  if (state.staff === undefined) return <Component />;
  return (
    <>
      <nav class="office-nav" aria-label="Office">
        <a href="/office">Start</a>
        <a href="/office/contracts">Contracts</a>
        <form method="post" action="/sign-out">
          <span>{state.staff.name}</span> <button type="submit" class="quiet">Sign out</button>
        </form>
      </nav>
      <Component />
    </>
  );
});
