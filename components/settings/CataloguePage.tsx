import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import type { Catalogue } from "@/lib/settings/catalogue.ts";
import { valueText } from "@/lib/settings/words.ts";
import { shortDayText } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { RowsBox } from "./RowsBox.tsx";
import type { CatalogueView } from "./view.ts";
import { counted } from "@/lib/text/names.ts";

/** What is maintained and by whom, at which tax; what repairs cost; when nobody works. */
export function CataloguePage(view: CatalogueView) {
  const { catalogue: { skills, tax_codes, rates, holidays }, refused } = view;
  return (
    <div class="office settings">
      <Title isError={refused !== undefined}>Catalogue</Title>
      <Categories {...view} />
      <RowsBox
        {...view}
        what="holiday"
        title="Holidays"
        says="Nobody is offered these days, and no business day falls on them."
        rows={holidays.map(({ id, on_day, name, stops }) => ({
          id,
          name: shortDayText(on_day),
          told: stops > 0 ? `${name}: ${counted(stops, "stop")} booked on it, which stay` : name,
          canGo: true,
          values: { on_day, name },
        }))}
        isLong
      />
      <RowsBox
        {...view}
        what="skill"
        title="Skills"
        says="A category asks for one; technicians have some."
        rows={skills.map(({ id, name, categories, technicians }) => ({
          id,
          name,
          told: `${counted(technicians, "technician")}, ${
            counted(categories, "category", "categories")
          }`,
          canGo: technicians + categories === 0,
          values: { name },
        }))}
      />
      <RowsBox
        {...view}
        what="tax_code"
        title="Tax codes"
        says="The company's accountant says which category gets which. What was told or invoiced keeps its tax."
        rows={tax_codes.map((tax) => ({
          id: tax.id,
          name: tax.name,
          told: [
            valueText("percent", tax.rate),
            tax.zero_rated_reason,
            counted(tax.categories, "category", "categories"),
            tax.next_from &&
            `from ${shortDayText(tax.next_from)} ${tax.next_name}, ${
              valueText("percent", tax.next_rate)
            }`,
          ].filter(Boolean).join(", "),
          canGo: tax.categories === 0,
          values: tax,
        }))}
      />
      <RowsBox
        {...view}
        what="rate"
        title="Call-out rates"
        says="Repairs are quoted by the one that holds on the day. A correction counts for quotes from now on; those that were made keep their price. For another rate from a day on, add one."
        rows={rates.map((rate) => ({
          id: rate.id,
          name: rate.label,
          told: rateText(rate),
          canGo: rate.is_to_come,
          values: rate.is_over ? undefined : rate,
        }))}
      />
    </div>
  );
}

/** "$85.00, $95.00 an hour, at least 60 minutes, from Thu, Jan 1, 2026: 2 quotes wait for an answer and keep their price" */
function rateText(rate: Catalogue["rates"][number]): string {
  const { call_out, hourly, minimum_minutes, valid_from, is_to_come, is_over, quotes } = rate;
  const says = `${moneyText(call_out)}, ${
    moneyText(hourly)
  } an hour, at least ${minimum_minutes} minutes, from ${shortDayText(valid_from)}`;
  if (is_to_come) return `${says}, to come`;
  if (is_over) return `${says}, over`;
  if (quotes === 0) return says;
  return `${says}: ${counted(quotes, "quote")} ${
    quotes === 1 ? "waits for an answer and keeps its" : "wait for an answer and keep their"
  } price`;
}

function Categories({ catalogue: { categories } }: CatalogueView) {
  return (
    <section aria-labelledby="categories">
      <h2 id="categories">What is maintained</h2>
      <table class="list categories">
        <thead>
          <tr>
            <th scope="col">Category</th>
            <th scope="col" class="number">Fee</th>
            <th scope="col">Every</th>
            <th scope="col">Visit</th>
            <th scope="col">Who can</th>
            <th scope="col" class="number">Contracts</th>
          </tr>
        </thead>
        <tbody>
          {categories.map((each) => (
            <tr key={each.id}>
              <th scope="row">
                <a href={`/office/catalogue/${each.id}`}>{each.name}</a>{" "}
                {!each.maintenance_enabled && (
                  <StateMark mark={{ shape: "off", text: "Not maintained" }} />
                )}
                <small>{counted(each.lines ?? 0, "line")} to check</small>
              </th>
              <td class="number">
                {each.fee === null ? "–" : moneyText(each.fee)}
                <small>{each.tax_name}</small>
              </td>
              <td>
                {each.interval_months === null ? "–" : counted(each.interval_months, "month")}
              </td>
              <td>{each.visit_minutes === null ? "–" : `${each.visit_minutes} minutes`}</td>
              <td>
                {each.technicians === 0 && each.maintenance_enabled
                  ? <StateMark mark={{ shape: "late", text: "Nobody" }} />
                  : counted(each.technicians, "technician")}
                <small>{each.skill}</small>
              </td>
              <td class="number">{each.contracts.toLocaleString("en-CA")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
