import { page } from "fresh";
import { ToSettle } from "@/components/visits/ToSettle.tsx";
import { Title } from "@/components/web/Title.tsx";
import { defineStaff } from "@/lib/web/define.ts";
import { WorkTable } from "@/components/worklist/WorkTable.tsx";
import { readToSettle, type ToSettle as VisitsToSettle } from "@/lib/visits/page.ts";
import { askedByClients, type WorkList } from "@/lib/worklist/list.ts";
import {
  type ContractCounts,
  type ContractFilter,
  countContracts,
  filterHref,
} from "@/lib/contracts/list.ts";

/** What is counted, what it is called, and the list that has just those contracts. */
const FIGURES: [keyof ContractCounts, string, Partial<ContractFilter>][] = [
  ["overdue", "overdue and not booked", { situation: "overdue", state: "active" }],
  ["due", "due in the next 30 days and not booked", { situation: "due", state: "active" }],
  ["booked", "booked", { situation: "booked", state: "" }],
  ["active", "active contracts", { state: "active" }],
];

interface Figure {
  label: string;
  count: number;
  href: string;
}

interface Shown {
  figures: Figure[];
  work: WorkList;
  settle: VisitsToSettle;
}

export const handler = defineStaff.handlers<Shown>({
  async GET(ctx) {
    const { rpc } = ctx.state.session;
    const [work, counts, settle] = await Promise.all([
      askedByClients(rpc),
      countContracts(rpc),
      readToSettle(rpc),
    ]);
    const figures = FIGURES.map(([what, label, filter]) => ({
      label,
      count: counts[what],
      href: filterHref(filter),
    }));
    return page({ figures, work, settle });
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
      <ToSettle settle={data.settle} zone={state.company.time_zone} />
      <h2>Clients asked</h2>
      <p>
        <a href="/office/work">The work list</a> has these, and all else that waits.
      </p>
      <WorkTable
        work={data.work}
        zone={state.company.time_zone}
        contractsOf={(customer) => filterHref({ search: customer, state: "" })}
      />
    </div>
  );
});
