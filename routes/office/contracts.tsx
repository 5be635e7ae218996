import { page } from "fresh";
import { ContractFilters } from "@/components/contracts/ContractFilters.tsx";
import { ContractPages, NoContracts } from "@/components/contracts/ContractPages.tsx";
import { ContractTable } from "@/components/contracts/ContractTable.tsx";
import { Title } from "@/components/web/Title.tsx";
import { defineStaff } from "@/lib/web/define.ts";
import {
  type Category,
  type ContractFilter,
  type ContractPage,
  findContracts,
  listCategories,
  readFilter,
} from "@/lib/contracts/list.ts";

interface Data {
  filter: ContractFilter;
  found: ContractPage;
  categories: Category[];
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const { api, rpc } = ctx.state.session;
    const filter = readFilter(ctx.url.searchParams);
    const [found, categories] = await Promise.all([
      findContracts(rpc, filter),
      listCategories(api),
    ]);
    return page({ filter, found, categories });
  },
});

export default defineStaff.page<typeof handler>(function Contracts({ data, state }) {
  const { filter, found, categories } = data;
  const { contracts, rows } = found;
  return (
    <div class="office">
      <Title>Contracts</Title>
      <ContractFilters filter={filter} categories={categories} />
      <p role="status">
        {contracts === 1 ? "1 contract" : `${contracts.toLocaleString("en-CA")} contracts`}
        {filter.search && ` for “${filter.search}”`}
      </p>
      {rows.length > 0
        ? <ContractTable rows={rows} zone={state.company.time_zone} />
        : <NoContracts filter={filter} />}
      <ContractPages filter={filter} found={found} />
    </div>
  );
});
