import type { Came } from "@/lib/sales/act.ts";
import type { NewOrder, OrderPage } from "@/lib/sales/page.ts";
import type { OrderFault, TypedOrder } from "@/lib/sales/typed.ts";

/** What the page of an order shows. */
export interface OrderView {
  page: OrderPage;
  zone: string;
  /** Of a draft, as it is, or as it was typed. */
  typed: TypedOrder;
  fault?: OrderFault;
  /** One more line was asked for, or one less. */
  isChanging?: boolean;
  refused?: Extract<Came, { ok: false }>;
  reason?: string;
  did?: string;
}

/** What the page of a new order shows. */
export interface NewOrderView {
  page: NewOrder;
  typed: TypedOrder;
  fault?: OrderFault;
  isChanging?: boolean;
}
