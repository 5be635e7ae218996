import { page } from "fresh";
import { Title } from "@/components/web/Title.tsx";
import { ContractTable } from "@/components/contracts/ContractTable.tsx";
import SearchKey from "@/islands/SearchKey.tsx";
import { defineStaff } from "@/lib/web/define.ts";
import {
  type Category,
  type ContractFilter,
  type ContractRow,
  countContracts,
  filterHref,
  listCategories,
  listContracts,
  readFilter,
  ROWS_PER_PAGE,
  STATES,
} from "@/lib/contracts/list.ts";

interface Data {
  filter: ContractFilter;
  rows: ContractRow[];
  count: number;
  categories: Category[];
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const { api } = ctx.state.session;
    const filter = readFilter(ctx.url.searchParams);
    const [rows, count, categories] = await Promise.all([
      listContracts(api, filter),
      countContracts(api, filter),
      listCategories(api),
    ]);
    return page({ filter, rows, count, categories });
  },
});

export default defineStaff.page<typeof handler>(function Contracts({ data, state }) {
  const { filter, rows, count, categories } = data;
  return (
    <div class="office">
      <Title>Contracts</Title>
      <Filters filter={filter} categories={categories} />
      <p role="status">
        {count === 1 ? "1 contract" : `${count.toLocaleString("en-CA")} contracts`}
        {filter.search && ` for “${filter.search}”`}
      </p>
      {rows.length > 0
        ? <ContractTable rows={rows} zone={state.company.time_zone} />
        : <Nothing filter={filter} />}
      <Pages filter={filter} count={count} />
    </div>
  );
});

function Filters({ filter, categories }: { filter: ContractFilter; categories: Category[] }) {
  const situations = [["overdue", "Overdue"], ["due", "Due in 30 days"], ["booked", "Booked"], [
    "later",
    "Later",
  ]];
  return (
    <form class="filters" method="get" action="/office/contracts" role="search">
      <label class="wide-field">
        <span>
          Search <kbd>/</kbd>
        </span>
        <input
          type="search"
          name="q"
          id="search"
          value={filter.search}
          placeholder="Name, phone, serial, unit, city"
        />
      </label>
      <SearchKey target="search" />
      <label>
        Situation
        <select name="situation">
          <option value="">All</option>
          {situations.map(([value, label]) => (
            <option value={value} selected={filter.situation === value} key={value}>{label}</option>
          ))}
        </select>
      </label>
      <label>
        Kind
        <select name="category">
          <option value="">All</option>
          {categories.map(({ code, name }) => (
            <option value={code} selected={filter.category === code} key={code}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        Contract
        <select name="state">
          {STATES.map((each) => (
            <option value={each} selected={filter.state === each} key={each}>{each}</option>
          ))}
          <option value="any" selected={filter.state === ""}>any</option>
        </select>
      </label>
      <button type="submit">Show</button>
    </form>
  );
}

function Nothing({ filter }: { filter: ContractFilter }) {
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

function Pages({ filter, count }: { filter: ContractFilter; count: number }) {
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
