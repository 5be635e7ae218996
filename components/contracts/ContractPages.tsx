import { type ContractFilter, type ContractPage, filterHref } from "@/lib/contracts/list.ts";

/** The way to the pages before and after this one of the list. */
export function ContractPages({ filter, found }: { filter: ContractFilter; found: ContractPage }) {
  const { page, pages } = found;
  if (pages < 2) return null;
  const to = (page: number) => filterHref({ ...filter, page });
  return (
    <nav class="pages" aria-label="Pages">
      {page > 1 && <a href={to(page - 1)} rel="prev" aria-current="false">← Earlier due</a>}
      <span>Page {page} of {pages}</span>
      {page < pages && <a href={to(page + 1)} rel="next" aria-current="false">Later due →</a>}
    </nav>
  );
}

/** In place of the rows where there are none: what to try instead. */
export function NoContracts({ filter }: { filter: ContractFilter }) {
  const { search, situation, category, state } = filter;
  if (search === "" && situation === "" && category === "" && state !== "cancelled") {
    return <p>No units are enrolled yet. Import your sales files to enrol them.</p>;
  }
  const isNarrowed = situation !== "" || category !== "" || state !== "";
  return (
    <section class="empty">
      <h2>{state === "" ? "No contract fits" : `No ${state} contract fits`}</h2>
      {search !== "" && (
        <p>
          Try fewer words or a part of one: a name, phone number, e-mail address, postal code,
          serial or order number. Accents, spaces and dashes don't matter.
        </p>
      )}
      <ul>
        {search !== "" && isNarrowed && (
          <li>
            <a href={filterHref({ search, state: "" })}>Look for “{search}” among all contracts</a>
          </li>
        )}
        <li>
          <a href="/office/contracts">Show all active contracts</a>
        </li>
      </ul>
    </section>
  );
}
