import { RowTold } from "@/components/worklist/WorkRowLine.tsx";
import { USUAL, workHref } from "@/lib/worklist/filter.ts";
import type { WorkRow } from "@/lib/worklist/shapes.ts";

const DUE = { ...USUAL, owner: "all", due: "today" } as const;

/** What is urgent and due, the longest waiting first. */
export function Pressing({ rows, urgent, today, zone }: {
  rows: WorkRow[];
  /** How many there are, shown or not. */
  urgent: number;
  today: string;
  zone: string;
}) {
  if (rows.length === 0) {
    return (
      <section class="box" aria-labelledby="late">
        <h2 id="late">Nothing is late</h2>
      </section>
    );
  }
  return (
    <section class="box" aria-labelledby="late">
      <div class="head">
        <h2 id="late">Late: look at these first</h2>
        <a href={workHref(DUE)}>
          {urgent > rows.length
            ? `All ${urgent.toLocaleString("en-CA")} urgent`
            : "On the work list"}
        </a>
      </div>
      <ol class="todos">
        {rows.map((row) => (
          <li key={row.activity_id}>
            <RowTold row={row} filter={DUE} today={today} zone={zone} />
          </li>
        ))}
      </ol>
    </section>
  );
}
