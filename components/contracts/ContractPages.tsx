import { type ContractFilter, filterHref, ROWS_PER_PAGE } from "@/lib/contracts/list.ts";

/** The way to the pages before and after this one of the list. */
export function ContractPages({ filter, count }: { filter: ContractFilter; count: number }) {
  const last = Math.ceil(count / ROWS_PER_PAGE);
  if (last < 2) return null;
  const to = (page: number) => filterHref({ ...filter, page });
  return (
    <nav class="pages" aria-label="Pages">
      {filter.page > 1 && (
        <a href={to(filter.page - 1)} rel="prev" aria-current="false">← Earlier due</a>
      )}
      <span>Page {filter.page} of {last}</span>
      {filter.page < last && (
        <a href={to(filter.page + 1)} rel="next" aria-current="false">Later due →</a>
      )}
    </nav>
  );
}

/** In place of the rows where there are none: why, and what to look at instead. */
export function NoContracts({ filter }: { filter: ContractFilter }) {
  const isNarrowed = filter.search !== "" || filter.situation !== "" || filter.category !== "";
  if (filter.page > 1) {
    return (
      <p>
        The list is shorter than that. <a href={filterHref({ ...filter, page: 1 })}>First page</a>
      </p>
    );
  }
  if (isNarrowed) {
    return (
      <p>
        No {filter.state} contract fits. <a href="/office/contracts">Show all active contracts</a>
      </p>
    );
  }
  return <p>No units are enrolled yet. Import your sales files to enrol them.</p>;
}
