import type { Desk } from "@/lib/desk/desk.ts";
import { bookedOf, repairsText, shareText } from "@/lib/desk/words.ts";
import { moneyText } from "@/lib/text/money.ts";

/** How much there is this week; each number leads to its rows. */
export function WeekFigures(
  { week, funnel, repairs }: Pick<Desk, "week" | "funnel" | "repairs">,
) {
  const { from, to } = week;
  const days = `from=${from}&to=${to}`;
  const told = funnel.reduce((sum, each) => sum + each.told, 0);
  const booked = funnel.reduce((sum, each) => sum + bookedOf(each), 0);
  const figures: [string, string, string][] = [
    [
      week.booked.toLocaleString("en-CA"),
      "visits to come",
      `/office/visits?state=scheduled&${days}`,
    ],
    [week.done.toLocaleString("en-CA"), "visits done", `/office/visits?state=done&${days}`],
    [
      week.overdue.toLocaleString("en-CA"),
      "overdue and not booked",
      "/office/contracts?situation=overdue",
    ],
    [
      repairs.open.toLocaleString("en-CA"),
      repairsText(repairs),
      "/office/repairs?state=open",
    ],
    [shareText(booked, told), "of those told in eight weeks have booked", "#told"],
    [moneyText(week.invoiced), "invoiced, before tax", `/office/invoices?state=issued&${days}`],
    [moneyText(week.paid), "paid", `/office/invoices?state=with_payments&${days}`],
  ];
  return (
    <section class="box" aria-labelledby="week">
      <h2 id="week">This week</h2>
      <ul class="figures">
        {figures.map(([figure, label, href]) => (
          <li key={label}>
            <a href={href}>
              <strong>{figure}</strong> {label}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
