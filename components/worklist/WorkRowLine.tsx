import { StateMark } from "@/components/web/StateMark.tsx";
import { phoneHref } from "@/lib/text/phone.ts";
import { activityHref, type WorkFilter } from "@/lib/worklist/filter.ts";
import type { WorkRow } from "@/lib/worklist/shapes.ts";
import { kindTitle } from "@/lib/text/work_kinds.ts";
import { tickText } from "@/lib/worklist/bulk.ts";
import { dueMark, whyText } from "@/lib/worklist/words.ts";
import type { WorkView } from "./view.ts";

/** One activity on the list: when, what kind, who and why, the number to call, whose it is. */
export function WorkRowLine({ row, view }: { row: WorkRow; view: WorkView }) {
  const { work, filter, zone, activity } = view;
  const isOpen = activity?.activity_id === row.activity_id;
  return (
    <li aria-current={isOpen ? "true" : undefined}>
      {!activity && (
        <label class="pick">
          <input
            type="checkbox"
            form="bulk"
            name="activity"
            value={tickText(row.activity_id, row.shown)}
          />
          <span class="unseen">Choose {row.customer ?? kindTitle(row.kind)}</span>
        </label>
      )}
      <RowTold row={row} filter={filter} today={work.today} zone={zone} />
    </li>
  );
}

/** What a row says, wherever it stands; its name leads to the activity beside the list of that filter. */
export function RowTold({ row, filter, today, zone }: {
  row: WorkRow;
  filter: WorkFilter;
  today: string;
  zone: string;
}) {
  return (
    <>
      <StateMark mark={dueMark(row, today)} />
      <span class="kind">{kindTitle(row.kind)}</span>
      <span class="what">
        <a class="cover" id={`row-${row.activity_id}`} href={activityHref(row.activity_id, filter)}>
          {row.customer ?? kindTitle(row.kind)}
        </a>
        <small>{whyText(row, today, zone)}</small>
      </span>
      <HowToReach row={row} />
      <span class="owner">{row.is_mine ? "You" : row.owner?.split(" ")[0] ?? "–"}</span>
    </>
  );
}

/** The number, or the letter where nobody is to call. */
function HowToReach({ row }: { row: WorkRow }) {
  if (row.call) return <a class="phone" href={phoneHref(row.call.phone)}>{row.call.phone}</a>;
  return row.letter_contract_id
    ? <a class="phone" href={`/office/letter/${row.letter_contract_id}`}>Print letter</a>
    : <span class="phone" />;
}
