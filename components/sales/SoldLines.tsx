import { StateMark } from "@/components/web/StateMark.tsx";
import type { OrderLine, SoldUnit } from "@/lib/sales/page.ts";
import { contractText, nothingText, orderHref } from "@/lib/sales/words.ts";
import { appointmentText, shortDayText, unbroken } from "@/lib/text/dates.ts";
import { moneyText } from "@/lib/text/money.ts";
import { conditionMark } from "@/lib/text/units.ts";
import type { OrderView } from "./view.ts";

/** What was sold, line by line, and what came of it. */
export function SoldLines(view: OrderView) {
  return (
    <section aria-labelledby="lines">
      <h2 id="lines">What was sold</h2>
      {view.page.lines.map((line, index) => (
        <Line key={line.line_id} line={line} number={index + 1} view={view} />
      ))}
    </section>
  );
}

const nameOf = ({ product_name, description }: OrderLine) =>
  product_name ?? description ?? "Unnamed";

function Line({ line, number, view }: { line: OrderLine; number: number; view: OrderView }) {
  const nothing = view.page.state === "cancel" ? null : nothingText(line.enrols_nothing);
  return (
    <section class="box sold-line" aria-labelledby={`line-${number}`} id={line.line_id}>
      <h3 id={`line-${number}`}>
        {line.quantity} × {nameOf(line)}
      </h3>
      <p class="soft">
        {[
          line.sku,
          line.category,
          line.unit_price !== null && `${moneyText(line.unit_price)} each, before tax`,
          line.product_name !== null && line.description !== line.product_name && line.description,
        ].filter(Boolean).join(" · ")}
      </p>
      {nothing && <p>{nothing}</p>}
      {line.questions.map(({ conflict_id, serial_number, customer }) => (
        <p class="notice" key={conflict_id}>
          Serial number {serial_number} is on record with{" "}
          {customer ?? "another client"}, so this unit is not enrolled.{" "}
          <a href={`/office/conflicts/${conflict_id}`}>Decide whose it is</a>
        </p>
      ))}
      {line.units.length > 0 && (
        <ul class="plain-list">
          {line.units.map((unit) => (
            <li key={unit.unit_id}>
              <Unit unit={unit} zone={view.zone} ofSeveral={line.quantity > 1} />
            </li>
          ))}
        </ul>
      )}
      <Delivery line={line} view={view} />
    </section>
  );
}

function Unit({ unit, zone, ofSeveral }: { unit: SoldUnit; zone: string; ofSeveral: boolean }) {
  const mark = unit.condition === "in_service" ? undefined : conditionMark(unit);
  return (
    <>
      <a href={`/office/units/${unit.unit_id}`}>
        {ofSeveral ? `Unit ${unit.unit_number}` : "The unit"}
        {unit.serial_number ? `, serial ${unit.serial_number}` : ", no serial number"}
      </a>
      {unit.contract_id && (
        <>
          {": "}
          <a href={`/office/contracts/${unit.contract_id}`}>{contractText(unit)}</a>
        </>
      )}
      {unit.booked_for && `, visit ${appointmentText(unit.booked_for, zone)}`}
      {mark && (
        <small>
          {" "}
          <StateMark mark={mark} />
        </small>
      )}
    </>
  );
}

/** When it was delivered: the due dates count from there, as long as nobody was told of them. */
function Delivery({ line, view: { page, refused } }: { line: OrderLine; view: OrderView }) {
  if (page.state === "cancel" || line.quantity <= 0) {
    return line.delivery_date
      ? <p>Delivered {unbroken(shortDayText(line.delivery_date))}</p>
      : null;
  }
  const id = `delivered-${line.line_id}`;
  const complaint = refused?.line === line.line_id ? refused.complaint : undefined;
  return (
    <form method="post" action={`${orderHref(page.order_id)}#${line.line_id}`} class="delivery">
      <input type="hidden" name="line" value={line.line_id} />
      <input type="hidden" name="shown" value={line.delivery_date ?? ""} />
      <div class="field">
        <label for={id}>
          Delivered on<span class="unseen">: {nameOf(line)}</span>
        </label>
        {complaint && <p class="complaint" id={`${id}-complaint`} role="alert">{complaint}</p>}
        <input
          id={id}
          name="delivered"
          type="date"
          value={line.delivery_date ?? ""}
          aria-invalid={complaint ? true : undefined}
          aria-describedby={complaint ? `${id}-complaint` : undefined}
        />
      </div>
      <button type="submit" class="second" name="do" value="deliver">
        Write it down<span class="unseen">: {nameOf(line)}</span>
      </button>
    </form>
  );
}
