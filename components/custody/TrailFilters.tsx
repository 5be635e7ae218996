import { ACTIONS, MAKERS, type Trail, type TrailFilter } from "@/lib/custody/trail.ts";
import { ACTION_WORDS, MAKER_WORDS, rowName } from "@/lib/custody/trail_words.ts";
import { capitalized } from "@/lib/text/names.ts";

/** By day, person, kind of row and what was done. */
export function TrailFilters({ trail, filter }: { trail: Trail; filter: TrailFilter }) {
  const people = trail.staff.map(({ staff_id, name }) => [staff_id, name]);
  const makers = MAKERS.map((each) => [each, MAKER_WORDS[each]]);
  const tables = trail.tables
    .map((each) => [each, capitalized(rowName(each))])
    .sort(([, one], [, other]) => one < other ? -1 : 1);
  return (
    <form class="filters" action="/office/audit">
      {filter.row && <input type="hidden" name="row" value={filter.row} />}
      <label>
        Day <input type="date" name="day" value={filter.day} />
      </label>
      <Choose name="who" label="Who" all="Anybody" of={[...people, ...makers]} now={filter.who} />
      <Choose name="table" label="What" all="Everything" of={tables} now={filter.table} />
      <Choose
        name="action"
        label="Done"
        all="Anything"
        of={ACTIONS.map((each) => [each, ACTION_WORDS[each]])}
        now={filter.action}
      />
      <button type="submit" class="second">Show</button>
    </form>
  );
}

function Choose({ name, label, all, of, now }: {
  name: string;
  label: string;
  /** What is shown where nothing is chosen. */
  all: string;
  of: string[][];
  now: string;
}) {
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">{all}</option>
        {of.map(([value, text]) => (
          <option key={value} value={value} selected={value === now}>{text}</option>
        ))}
      </select>
    </label>
  );
}
