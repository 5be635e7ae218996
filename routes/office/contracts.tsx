import { page } from "fresh";
import { contractCells } from "@/components/contracts/contract_cells.tsx";
import { LetterSheet } from "@/components/contracts/LetterSheet.tsx";
import { sheetsOf } from "@/components/contracts/Letters.tsx";
import { ListPage } from "@/components/web/List.tsx";
import { CONTRACT_DEEDS } from "@/lib/contracts/deeds.ts";
import type { OneOfLetters } from "@/lib/contracts/letters.ts";
import {
  type Category,
  contractList,
  type ContractRow,
  listCategories,
} from "@/lib/contracts/list.ts";
import { dayOf } from "@/lib/text/dates.ts";
import { type ListView, openList, postList } from "@/lib/web/chosen.ts";
import { defineStaff } from "@/lib/web/define.ts";

interface Data extends ListView<ContractRow> {
  categories: Category[];
}

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const [view, categories] = await Promise.all([
      openList(contractList, ctx),
      listCategories(ctx.state.session.api),
    ]);
    return page({ ...view, categories });
  },
  async POST(ctx) {
    const answer = await postList(contractList, CONTRACT_DEEDS, ctx);
    if (answer instanceof Response) return answer;
    const categories = await listCategories(ctx.state.session.api);
    return page({ ...answer.view, categories }, answer.init);
  },
});

export default defineStaff.page<typeof handler>(function Contracts({ data, state }) {
  const { categories, ...view } = data;
  const zone = state.company.time_zone;
  const letters = view.outcome?.paper as OneOfLetters[] | undefined;
  return (
    <ListPage
      {...view}
      title="Contracts"
      keyOf={({ contract_id }) => contract_id}
      cells={contractCells(zone)}
      choices={{ category: categories.map(({ code, name }) => ({ value: code, label: name })) }}
      deeds={CONTRACT_DEEDS}
      paper={letters &&
        sheetsOf(letters).map((letter) => (
          <LetterSheet key={letter.url} letter={letter} today={dayOf(state.now, zone)} />
        ))}
      nothing={
        <>
          <h2>No units are enrolled yet</h2>
          <p>
            Import your sales files, or enrol a unit from its client's page:{" "}
            <a href="/office/clients">all clients</a>
          </p>
        </>
      }
    />
  );
});
