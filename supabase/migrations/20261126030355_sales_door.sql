-- The office's door to sales: orders with their lines, confirmed and cancelled.

create function public.save_sales_order(order_id uuid, sales_order jsonb, shown text default '')
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.save_order(order_id, sales_order, coalesce(shown, ''), private.clock());
end;
$$;
comment on function public.save_sales_order is 'Writes down an order under an id of the form''s own, or changes a draft. sales_order: {order_number: empty for the next of ours, customer_id, order_date: empty for today, commitment_date, lines: [{line_id, product_id or description, quantity 1 to 100, unit_price, serial_numbers, delivery_date}], up to 100}; shown: as sales_order_page told, empty for a new one, which is the same order however often it is sent: {status: saved (order_id, order_number) | refused (reason: state (it is no draft), erased, deceased, changed (at, by)) | rejected (reason: customer_id, order_number (why: taken), order_date, commitment_date, lines (line: counted from 0, field, why: many, weak, long, twice))}. It sells nothing before it is confirmed. 42501; PT404 for one that is not there.';

create function public.confirm_sales_order(order_id uuid, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.confirm_order(order_id, shown, private.clock());
end;
$$;
comment on function public.confirm_sales_order is 'Confirms an order, also one that was cancelled: each maintained unit of it gets a contract, in this transaction and once; shown: as its page told: {status: confirmed (enrolled: new contracts, repeated: it was confirmed already) | refused (reason: lines (it has none), erased, deceased, changed (at, by))}. 42501, PT404.';

create function public.cancel_sales_order(order_id uuid, reason text default null, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.cancel_order(order_id, reason, shown);
end;
$$;
comment on function public.cancel_sales_order is 'Cancels an order. Contracts of it that had no visit end, with what is booked, of which their client gets a mail; their units are retired: {status: cancelled (contracts, visits: when those would have been, units, kept: [{unit_id, contract_id, why: visited, handed_on, work}]; or repeated) | refused (reason: begun: a visit is under way, changed (at, by)) | rejected (reason: over 500 characters)}. 42501, PT404.';

create function public.record_delivery(line_id uuid, delivery_date date, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.record_delivery(line_id, delivery_date, shown, private.clock());
end;
$$;
comment on function public.record_delivery is 'Writes down when a line was delivered, null for not yet; shown: the day that its page showed, empty for none: {status: recorded (moved: how many due dates count from it now, left: [{contract_id, due_on, why: told, visited, chosen}]) | refused (reason: cancelled, changed (at, by)) | rejected (reason: delivery_date, before 1990 or over a year ahead)}. 42501, PT404.';

create function public.sales_order_page(order_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.order_page(order_id, private.clock());
end;
$$;
comment on function public.sales_order_page is 'One order: {status: ok, today, order_id, order_number, state, order_date, commitment_date, shown, client, lines (private.order_lines), cancelled: {at, by, changes}, ends: what cancelling it means (private.end_of_order), fresh: how many units would be enrolled now, products: of a draft}. 42501, PT404.';

create function public.new_sales_order(customer_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.new_order_page(customer_id, private.clock());
end;
$$;
comment on function public.new_sales_order is 'What an order of a client is written from: {status: ok, today, client, products}. 42501, PT404.';

create function public.list_sales_orders(
  filters jsonb default '{}', sort text default null, after text default null, most integer default 50, counted boolean default true)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.list_sales_orders(coalesce(filters, '{}'), sort, after, most, coalesce(counted, true));
end;
$$;
comment on function public.list_sales_orders is 'A page of orders, at most `most` (1 to 500) of those that fit filters: ids (rows that somebody chose, up to 100), search (a number, or words of the client), state (draft, confirmed, cancel), client (customer_id), from, until: their days; in the order of sort: ordered, a minus in front turns it round; after: a place that an earlier page named → {status: ok, rows: private.sales_order_listed, counts (private.list_counts; null unless counted), before, after: places of the pages beside it} | {status: rejected, reason} (private.list_page). 42501 unless office.';

grant execute on function public.save_sales_order, public.confirm_sales_order, public.cancel_sales_order, public.record_delivery, public.sales_order_page,
  public.new_sales_order, public.list_sales_orders to authenticated, service_role;
