import type { TrailCheck } from "@/lib/custody/trail.ts";
import { breakText } from "@/lib/custody/trail_words.ts";
import { instantText, sentence, unbroken } from "@/lib/text/dates.ts";
import type { TrailView } from "./view.ts";

/** How far the trail is sealed, a button that proves it, and what that came to. */
export function TrailSeals({ trail, check, zone }: TrailView) {
  const sealed = trail.head === null
    ? "Nothing is sealed yet: that is done every ten minutes."
    : sentence(
      `${trail.events.toLocaleString("en-CA")} entries are sealed, the last at ${
        unbroken(instantText(trail.head.sealed_at, zone))
      }`,
    );
  return (
    <section class={noticeClass(check)} aria-label="Whether it is whole" id="seals">
      {check && <Came check={check} />}
      <p>{sealed}</p>
      {trail.head !== null && (
        <form method="post" action="#seals">
          {check?.more && <input type="hidden" name="after" value={check.number ?? ""} />}
          <button type="submit" class="second" name="do" value="check">
            {check?.more ? "Go on" : "Check that nothing was altered"}
          </button>
        </form>
      )}
    </section>
  );
}

const noticeClass = (check: TrailCheck | undefined) =>
  check?.status === "broken" ? "notice danger" : "notice";

function Came({ check }: { check: TrailCheck }) {
  if (check.status === "broken") {
    return (
      <p role="alert">
        <strong>It was altered:</strong> {breakText(check.break?.what ?? "")}, from entry{" "}
        {check.break?.seq.toLocaleString("en-CA")}{" "}
        on. Keep a copy of the database as it is, and read “Trail” in the runbook.
      </p>
    );
  }
  return (
    <p role="status">
      <strong>Nothing was altered</strong>
      {check.more
        ? ` up to seal ${check.number?.toLocaleString("en-CA")}; there are more.`
        : ". Every entry is as it was written, and none is missing."}
    </p>
  );
}
