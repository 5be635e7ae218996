import { page } from "fresh";
import { Title } from "@/components/web/Title.tsx";
import { defineStaff } from "@/lib/web/define.ts";
import {
  type ContractFilter,
  countContracts,
  filterHref,
  readFilter,
} from "@/lib/contracts/list.ts";

const NUMBERS: { label: string; narrowed: Partial<ContractFilter> }[] = [
  { label: "overdue and not booked", narrowed: { situation: "overdue" } },
  { label: "due in the next 30 days and not booked", narrowed: { situation: "due" } },
  { label: "booked", narrowed: { situation: "booked" } },
  { label: "active contracts", narrowed: {} },
];

interface Figure {
  label: string;
  count: number;
  href: string;
}

export const handler = defineStaff.handlers<{ figures: Figure[] }>({
  async GET(ctx) {
    const everything = readFilter(new URLSearchParams());
    const figures = await Promise.all(NUMBERS.map(async ({ label, narrowed }) => {
      const filter = { ...everything, ...narrowed };
      const count = await countContracts(ctx.state.session.api, filter);
      return { label, count, href: filterHref(filter) };
    }));
    return page({ figures });
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
    </div>
  );
});
