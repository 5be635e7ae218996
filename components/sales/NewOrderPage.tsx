import { Title } from "@/components/web/Title.tsx";
import { REFUSED } from "@/lib/sales/typed.ts";
import { OrderForm } from "./OrderForm.tsx";
import type { NewOrderView } from "./view.ts";

/** An order that is written here. */
export function NewOrderPage(
  { page: { client, products }, typed, fault, isChanging }: NewOrderView,
) {
  const stop = client.is_erased ? REFUSED.erased : client.is_deceased ? REFUSED.deceased : null;
  return (
    <div class="office order">
      <p>
        <a href={`/office/clients/${client.customer_id}`}>{client.name}</a>
      </p>
      <Title isError={fault !== undefined}>{`New order of ${client.name}`}</Title>
      {stop ? <p class="notice">{stop}</p> : (
        <OrderForm
          action={`/office/orders/new?client=${client.customer_id}`}
          products={products}
          typed={typed}
          fault={fault}
          isChanging={isChanging}
        />
      )}
    </div>
  );
}
