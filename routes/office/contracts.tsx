import { page } from "fresh";
import { ContractFilters } from "@/components/contracts/ContractFilters.tsx";
import { ContractPages, NoContracts } from "@/components/contracts/ContractPages.tsx";
import { ContractTable } from "@/components/contracts/ContractTable.tsx";
import { Title } from "@/components/web/Title.tsx";
import { defineStaff } from "@/lib/web/define.ts";
import {
  type Category,
  type ContractFilter,
  type ContractRow,
  countContracts,
  listCategories,
  listContracts,
  readFilter,
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
      <ContractFilters filter={filter} categories={categories} />
      <p role="status">
        {count === 1 ? "1 contract" : `${count.toLocaleString("en-CA")} contracts`}
        {filter.search && ` for “${filter.search}”`}
      </p>
      {rows.length > 0
        ? <ContractTable rows={rows} zone={state.company.time_zone} />
        : <NoContracts filter={filter} />}
      <ContractPages filter={filter} count={count} />
    </div>
  );
});
