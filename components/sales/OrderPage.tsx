import { StateMark } from "@/components/web/StateMark.tsx";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import { isConfirmed, orderHref, orderMark } from "@/lib/sales/words.ts";
import { dueText, instantText } from "@/lib/text/dates.ts";
import { counted } from "@/lib/text/names.ts";
import { CancelSale } from "./CancelSale.tsx";
import { OrderForm } from "./OrderForm.tsx";
import { SoldLines } from "./SoldLines.tsx";
import type { OrderView } from "./view.ts";

/** An order: a draft as a form, a confirmed one with what came of it. */
export function OrderPage(view: OrderView) {
  const { page, did, refused, fault, typed, isChanging } = view;
  const { order_id, order_number, state, client, commitment_date, order_date } = page;
  const isTold = refused !== undefined && refused.deed === "confirm";
  return (
    <div class="office order">
      <Title isError={refused !== undefined || fault !== undefined}>
        {`Order ${order_number}, ${client.name}`}
      </Title>
      {did && <Told>{did}</Told>}
      {isTold && <p class="complaint" role="alert">{refused.complaint}</p>}
      <p class="situation">
        <StateMark mark={orderMark(state)} />
      </p>
      <p>
        For <a href={`/office/clients/${client.customer_id}`}>{client.name}</a>
        {order_date && `, ordered on ${dueText(order_date)}`}
        {commitment_date && `, promised for ${dueText(commitment_date)}`}.{" "}
        <a href={`/office/orders?client=${client.customer_id}`}>All orders of this client</a>
      </p>
      {state === "draft" && (
        <OrderForm
          action={orderHref(order_id)}
          products={page.products}
          typed={typed}
          fault={fault}
          isChanging={isChanging}
        />
      )}
      {state === "cancel" && <Cancelled {...view} />}
      {isConfirmed(state) && page.fresh > 0 && <NotYet {...view} />}
      {state !== "draft" && <SoldLines {...view} />}
      {state !== "cancel" && <CancelSale {...view} />}
    </div>
  );
}

/** Units that are maintained only since the order was confirmed, such as of a product that was classified later. */
function NotYet({ page: { order_id, fresh } }: OrderView) {
  return (
    <form method="post" action={orderHref(order_id)} class="notice">
      <p>
        {counted(fresh, "unit")} of this order could be under contract and{" "}
        {fresh === 1 ? "is" : "are"} not yet.
      </p>
      <button type="submit" class="second" name="do" value="confirm">Enrol what is missing</button>
    </form>
  );
}

function Cancelled({ page: { order_id, cancelled, shown }, zone }: OrderView) {
  return (
    <>
      {cancelled && (
        <p>
          Cancelled {cancelled.by ? `by ${cancelled.by}, ` : ""}
          {instantText(cancelled.at, zone)}
          {cancelled.changes.reason ? `: “${cancelled.changes.reason}”` : "."}
        </p>
      )}
      <form method="post" action={orderHref(order_id)} class="plain-form">
        <input type="hidden" name="shown" value={shown} />
        <p>
          Was that a mistake? Confirming it again enrols again what ended with it, not what the
          client gave up before.
        </p>
        <button type="submit" class="second" name="do" value="confirm">
          Confirm the sale again
        </button>
      </form>
    </>
  );
}
