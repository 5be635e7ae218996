import { DUES, filterText, OWNERS, REACHES, type WorkFilter } from "@/lib/worklist/filter.ts";

/** Whose, by when and how to be reached: one sentence says what is shown, and opens to change it. */
export function WorkFilters({ filter, isOpen }: { filter: WorkFilter; isOpen: boolean }) {
  return (
    <details class="fold" open={isOpen}>
      <summary>{filterText(filter)}</summary>
      <form class="filters" action="/office/work">
        {filter.kind && <input type="hidden" name="kind" value={filter.kind} />}
        <label>
          Whose <Select name="whose" of={OWNERS} chosen={filter.owner} />
        </label>
        <label>
          Due <Select name="due" of={DUES} chosen={filter.due} />
        </label>
        <label>
          How to reach <Select name="how" of={REACHES} chosen={filter.reach} />
        </label>
        <label class="wide-field">
          Name, place or number
          <input type="search" name="find" value={filter.search} maxLength={200} />
        </label>
        <button type="submit" class="second">Show</button>
      </form>
    </details>
  );
}

function Select({ name, of, chosen }: {
  name: string;
  of: Record<string, string>;
  chosen: string;
}) {
  return (
    <select name={name}>
      {Object.entries(of).map(([value, label]) => (
        <option key={value} value={value} selected={value === chosen}>{label}</option>
      ))}
    </select>
  );
}
