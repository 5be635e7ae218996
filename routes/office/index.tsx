import { page } from "fresh";
import { Title } from "@/components/web/Title.tsx";
import { defineStaff } from "@/lib/web/define.ts";
import { WorkTable } from "@/components/worklist/WorkTable.tsx";
import { askedByClients, type WorkList } from "@/lib/worklist/list.ts";
import { type ContractFilter, countContracts, filterHref } from "@/lib/contracts/list.ts";

const NUMBERS: (Partial<ContractFilter> & { label: string })[] = [
  { label: "overdue and not booked", situation: "overdue", state: "active" },
  { label: "due in the next 30 days and not booked", situation: "due", state: "active" },
  // Somebody drives there also when the contract rests meanwhile.
  { label: "booked", situation: "booked", state: "" },
  { label: "active contracts", state: "active" },
];

interface Figure {
  label: string;
  count: number;
  href: string;
}

export const handler = defineStaff.handlers<{ figures: Figure[]; work: WorkList }>({
  async GET(ctx) {
    const { api, rpc } = ctx.state.session;
    const [work, ...figures] = await Promise.all([
      askedByClients(rpc),
      ...NUMBERS.map(async ({ label, ...filter }) => {
        return { label, count: await countContracts(api, filter), href: filterHref(filter) };
      }),
    ]);
    return page({ figures, work });
  },
});

export default defineStaff.page<typeof handler>(function Start({ data, state }) {
  return (
    <div class="office">
      <Title>{`Hello ${state.staff.name}`}</Title>
      <ul class="figures">
        {data.figures.map(({ label, count, href }) => (
          <li key={label}>
            <a href={href}>
              <strong>{count.toLocaleString("en-CA")}</strong> {label}
            </a>
          </li>
        ))}
      </ul>
      <h2>Clients asked</h2>
      <WorkTable
        work={data.work}
        zone={state.company.time_zone}
        contractsOf={(customer) => filterHref({ search: customer, state: "" })}
      />
    </div>
  );
});
