-- Issuing: how a stop's bill is drafted, filled, issued under its number, taken back and written anew.

-- Drafts ------------------------------------------------------------------------------------------------

create function private.draft_invoice(customer_id uuid, work_order_id uuid)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into public.invoices (customer_id, work_order_id)
  values (draft_invoice.customer_id, draft_invoice.work_order_id)
  returning id into v_id;
  return v_id;
end;
$$;
comment on function private.draft_invoice is 'Opens the draft of a stop and returns its id.';

create function private.draft_of_stop(customer_id uuid, work_order_id uuid)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
begin
  select i.id into v_id from public.invoices i where i.work_order_id = draft_of_stop.work_order_id and i.state = 'draft' for update;
  return coalesce(v_id, private.draft_invoice(customer_id, work_order_id));
end;
$$;
comment on function private.draft_of_stop is 'The draft of a stop, held: that which there is, else a new one.';

create function private.charge_visit(
  invoice_id uuid, visit_id uuid, "position" integer, service_product_id uuid, what text, fee numeric, tax_rate numeric,
  tax_code text default null, tax_name text default null, tax_reason text default null, price_reason text default null)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.invoice_lines
    (invoice_id, visit_id, product_id, position, description, unit_price, tax_rate, tax_code, tax_name, tax_reason, price_reason)
  values (charge_visit.invoice_id, charge_visit.visit_id,
    coalesce(service_product_id, (select p.id from public.products p where p.sku = 'MAINT-VISIT')), charge_visit.position,
    'Maintenance visit: ' || what, fee, charge_visit.tax_rate, charge_visit.tax_code, charge_visit.tax_name,
    charge_visit.tax_reason, charge_visit.price_reason);
end;
$$;
comment on function private.charge_visit is 'Puts the fee of a visit on a draft; with the tax and the reasons by which it was told; without a service product of its category as the generic maintenance visit.';

create function private.drop_charges(visit_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'drop_charges'
as $$
begin
  delete from public.invoice_lines l using public.invoices i
  where l.visit_id = any (visit_ids) and l.live and i.id = l.invoice_id and i.state = 'draft';
end;
$$;
comment on function private.drop_charges is 'Takes visits that will not be charged off their drafts.';

create function private.void_draft(work_order_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.invoices i set state = 'void' where i.work_order_id = void_draft.work_order_id and i.state = 'draft';
end;
$$;
comment on function private.void_draft is 'Voids the draft of a stop that will not take place.';

create function private.charge_line(
  invoice_id uuid, description text, quantity numeric, unit_price numeric, tax_rate numeric,
  tax_code text default null, tax_name text default null, tax_reason text default null, product_id uuid default null)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into public.invoice_lines (invoice_id, position, description, quantity, unit_price, tax_rate, tax_code, tax_name, tax_reason, product_id)
  select charge_line.invoice_id, coalesce(max(l.position), 0) + 1, charge_line.description, charge_line.quantity, charge_line.unit_price,
    charge_line.tax_rate, charge_line.tax_code, charge_line.tax_name, charge_line.tax_reason, charge_line.product_id
  from public.invoice_lines l where l.invoice_id = charge_line.invoice_id
  returning id into v_id;
  return v_id;
end;
$$;
comment on function private.charge_line is 'Puts a line that is no visit''s fee at the end of a draft, such as a part or work of a repair; returns its id.';

create function private.charge_as_before(invoice_id uuid, void_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.invoice_lines (invoice_id, position, description, quantity, unit_price, tax_rate, tax_code, tax_name, tax_reason, product_id)
  select charge_as_before.invoice_id, l.position, l.description, l.quantity, l.unit_price, l.tax_rate, l.tax_code, l.tax_name, l.tax_reason, l.product_id
  from public.invoice_lines l where l.invoice_id = void_id;
end;
$$;
comment on function private.charge_as_before is 'Puts the lines of an invoice that was taken back on a new draft, taxed as they were; of visits see rebill_visit.';

create function private.charge_parts(invoice_id uuid, visit_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.invoice_lines
    (invoice_id, visit_part_id, product_id, position, description, quantity, unit_price, tax_rate, tax_code, tax_name, tax_reason)
  select v.invoice_id, p.id, p.product_id,
    (select max(l.position) from public.invoice_lines l where l.invoice_id = v.invoice_id) + row_number() over (order by p.position),
    'Part: ' || p.description, p.quantity, p.unit_price, v.tax_rate, v.tax_code, v.tax_name, v.tax_reason
  -- Taxed as the visit at which it was used.
  from public.invoice_lines v
  join public.visit_parts p on p.visit_id = v.visit_id and p.charge = 'billed'
  where v.invoice_id = charge_parts.invoice_id and v.visit_id = charge_parts.visit_id
    and not exists (select from public.invoice_lines l where l.visit_part_id = p.id and l.live);
end;
$$;
comment on function private.charge_parts is 'Puts the billed parts of a visit on the draft that charges it, each once.';

-- Issuing -----------------------------------------------------------------------------------------------

create function private.billed_to(customer_id uuid)
returns table (name text, address text, purchase_order text)
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select coalesce(p.name, c.name),
    coalesce(p.billing_address, private.address_text(c.street, c.apartment, c.city, c.province, c.postal_code)), p.purchase_order
  from public.customers c
  left join public.customer_contacts p on p.customer_id = c.id and p.is_payer
  where c.id = billed_to.customer_id;
end;
$$;
comment on function private.billed_to is 'Whom a client''s invoices are addressed to: their payer, where there is one, else themselves.';

create function private.printed_on(invoice public.invoices)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'company', jsonb_build_object('name', s.company_name, 'address', s.postal_address, 'phone', s.phone, 'email', s.sender_email,
        'hst_number', s.hst_number),
      'client', jsonb_build_object('name', c.name, 'address', coalesce(t.address,
        private.address_text(c.street, c.apartment, c.city, c.province, c.postal_code))),
      'served_on', coalesce((select max(v.service_on) from public.maintenance_visits v where v.task_id = t.id), private.company_day(lower(t.during))), 'technician_name', h.first_name)
    from public.customers c
    cross join public.company_settings s
    left join lateral (
      select k.* from public.technician_tasks k
      where k.customer_id = c.id and k.work_order_id = invoice.work_order_id
      order by k.state = 'completed' desc, lower(k.during) desc limit 1) t on true
    left join public.technicians h on h.id = t.technician_id
    where c.id = invoice.customer_id);
end;
$$;
comment on function private.printed_on is 'What stands on an invoice beside its lines, as it is now: invoices.printed.';

create function private.issue_invoice(invoice_id uuid, as_of timestamptz default private.clock())
returns bigint
language plpgsql volatile
set search_path = ''
set rules.made_by = 'issue_invoice'
as $$
declare
  v_invoice public.invoices;
  v_to record;
  v_counter private.invoice_series;
begin
  select i.* into v_invoice from public.invoices i where i.id = issue_invoice.invoice_id for update;
  if not found then
    raise exception 'no such invoice' using errcode = 'PT404';
  end if;
  select * into v_to from private.billed_to(v_invoice.customer_id);
  -- A transaction that began earlier may get its number later: days never go back.
  update private.invoice_series s
  set last_number = s.last_number + 1, last_issued_at = greatest(as_of, s.last_issued_at)
  where s.series = v_invoice.series returning s.* into v_counter;
  update public.invoices i
  set state = 'issued', number = v_counter.last_number, issued_at = v_counter.last_issued_at,
    due_on = private.company_day(v_counter.last_issued_at) + (select s.payment_terms_days from public.company_settings s),
    bill_to_name = v_to.name, bill_to_address = v_to.address, purchase_order = v_to.purchase_order, printed = private.printed_on(i)
  where i.id = issue_invoice.invoice_id;
  return v_counter.last_number;
end;
$$;
comment on function private.issue_invoice is 'Issues a draft under the next number of its series, addressed to whoever pays, and returns that number. PT404; 23514 for one without lines; MT001 and MT002 for one that is no draft.';

create function private.number_shown(series text, number bigint)
returns text
language sql immutable
return series || '-' || lpad(number::text, greatest(6, length(number::text)), '0');
comment on function private.number_shown is 'The number of an invoice as people read it: M-000123.';

create function private.visits_of_order(work_order_id uuid)
returns setof public.maintenance_visits
language plpgsql stable
set search_path = ''
as $$
begin
  return query
    select v.*
    from public.work_orders w
    join public.technician_tasks t on t.customer_id = w.customer_id and t.work_order_id = w.id
    join public.maintenance_visits v on v.task_id = t.id
    where w.id = visits_of_order.work_order_id
    order by v.id;
end;
$$;
comment on function private.visits_of_order is 'The visits of the stop that a work order is for.';

create function private.name_units(invoice_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.invoice_lines l
  set description = 'Maintenance visit: ' || k.name || coalesce(' (' || nullif(concat_ws(', ', p.name, 'serial ' || u.serial_number,
    -- Where neither product nor serial tells two of one kind apart, their order does.
    case when u.serial_number is null and private.told_apart(c.id) is distinct from p.name then private.told_apart(c.id) end), '') || ')', '')
  from public.maintenance_visits v
  join public.maintenance_cycles y on y.id = v.cycle_id
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.equipment_categories k on k.id = c.category_id
  join public.units u on u.id = c.unit_id
  left join public.products p on p.id = u.product_id
  where l.invoice_id = name_units.invoice_id and v.id = l.visit_id;
end;
$$;
comment on function private.name_units is 'Says on a draft which unit each visit was to: kind, product, serial number, and what else tells it apart.';

create function private.issue_stop_invoice(work_order_id uuid, as_of timestamptz)
returns public.invoices
language plpgsql volatile
set search_path = ''
as $$
declare
  v_invoice public.invoices;
begin
  select i.* into v_invoice from public.invoices i
  where i.work_order_id = issue_stop_invoice.work_order_id and i.state = 'draft' for update;
  if not found then
    return null;
  elsif exists (select from private.visits_of_order(work_order_id) v where private.is_unsettled(v.state)) then
    raise exception 'a stop is billed when each of its visits has its outcome' using errcode = 'MT021';
  end if;
  perform private.drop_charges(array(select v.id from private.visits_of_order(work_order_id) v where v.state <> 'done'));
  perform private.charge_parts(v_invoice.id, v.id) from private.visits_of_order(work_order_id) v where v.state = 'done';
  if not exists (select from public.invoice_lines l where l.invoice_id = v_invoice.id) then
    perform private.void_draft(work_order_id);
    return null;
  elsif private.comes_to(v_invoice.id) < 0 then
    -- What was taken off by hand is more than was done: the office mends its draft, and the visit is done all the same.
    return null;
  end if;
  -- One of nothing in all is issued too: whoever has a visit under warranty gets a paper that says so, and each
  -- visit that was done is on an invoice.
  perform private.name_units(v_invoice.id);
  perform private.issue_invoice(v_invoice.id, as_of);
  select i.* into v_invoice from public.invoices i where i.id = v_invoice.id;
  return v_invoice;
end;
$$;
comment on function private.issue_stop_invoice is 'Issues the draft of a stop with lines of the visits that were done and of the parts billed with them, and returns it; null where there is none, or nothing on it (it is void then), or less than nothing in all (it stays a draft). Raises MT021 while a visit waits for its outcome.';

create function private.issue_draft(invoice_id uuid, as_of timestamptz, shown numeric default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_invoice public.invoices;
begin
  select i.* into v_invoice from public.invoices i where i.id = issue_draft.invoice_id;
  if not found then
    raise exception 'no such invoice' using errcode = 'PT404';
  end if;
  -- Before the invoice's row: whoever ends or reverses a visit of the stop holds its contract, too.
  perform private.lock_contracts(array(
    select y.contract_id from private.visits_of_order(v_invoice.work_order_id) v join public.maintenance_cycles y on y.id = v.cycle_id));
  select i.* into v_invoice from public.invoices i where i.id = issue_draft.invoice_id for update;
  if v_invoice.state <> 'draft' then
    return jsonb_build_object('status', 'refused', 'reason', v_invoice.state);
  elsif exists (select from private.visits_of_order(v_invoice.work_order_id) v where private.is_unsettled(v.state)) then
    return jsonb_build_object('status', 'refused', 'reason', 'visits');
  elsif shown <> private.comes_to(v_invoice.id) then
    return jsonb_build_object('status', 'refused', 'reason', 'changed', 'total', private.comes_to(v_invoice.id));
  elsif v_invoice.work_order_id is not null then
    v_invoice := private.issue_stop_invoice(v_invoice.work_order_id, as_of);
  elsif private.comes_to(v_invoice.id) < 0 then
    v_invoice := null;
  elsif exists (select from public.invoice_lines l where l.invoice_id = v_invoice.id) then
    perform private.issue_invoice(v_invoice.id, as_of);
    select i.* into v_invoice from public.invoices i where i.id = issue_draft.invoice_id;
  else
    v_invoice := null;
  end if;
  if v_invoice.id is null then
    return jsonb_build_object('status', 'refused', 'reason', case when private.comes_to(invoice_id) < 0 then 'negative' else 'nothing' end);
  end if;
  return jsonb_build_object('status', 'issued', 'id', v_invoice.id, 'number', private.number_shown(v_invoice.series, v_invoice.number));
end;
$$;
comment on function private.issue_draft is 'The office issues a draft: {status: issued (id, number) | refused (reason: issued, void, visits (one waits for its outcome), nothing (to charge), negative (it comes to less than nothing), changed (total: it is another one than was shown))}. PT404.';

-- Anew --------------------------------------------------------------------------------------------------

create function private.rebill_visit(visit_id uuid, fee numeric, reason text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_old public.invoice_lines;
  v_void public.invoices;
  v_draft_id uuid;
begin
  -- Before any invoice's row: whoever takes the visit back holds its contract, too.
  perform private.lock_contracts(array(
    select y.contract_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where v.id = rebill_visit.visit_id));
  select l.* into v_old
  from public.invoice_lines l join public.invoices i on i.id = l.invoice_id
  where l.visit_id = rebill_visit.visit_id order by l.live desc, i.number desc nulls last limit 1;
  if not found then
    raise exception 'no such visit, or one that nobody was charged for' using errcode = 'PT404';
  end if;
  select i.* into v_void from public.invoices i where i.id = v_old.invoice_id for update;
  if v_void.state <> 'void' then
    return jsonb_build_object('status', 'refused', 'reason', 'charged');
  elsif private.is_erased(v_void.customer_id) then
    return jsonb_build_object('status', 'refused', 'reason', 'erased');
  elsif (select v.state from public.maintenance_visits v where v.id = rebill_visit.visit_id) <> 'done' then
    return jsonb_build_object('status', 'refused', 'reason', 'not_done');
  elsif not (fee >= 0 and fee < 100000) or fee <> round(fee, 2) then
    return jsonb_build_object('status', 'refused', 'reason', 'fee');
  elsif fee <> v_old.unit_price and private.written(reason) is null or length(reason) > 500 then
    return jsonb_build_object('status', 'refused', 'reason', 'reason');
  end if;
  v_draft_id := private.draft_of_stop(v_void.customer_id, v_void.work_order_id);
  insert into public.invoice_lines
    (invoice_id, visit_id, product_id, position, description, unit_price, tax_rate, tax_code, tax_name, tax_reason, price_reason)
  select v_draft_id, v_old.visit_id, v_old.product_id, coalesce(max(l.position), 0) + 1, v_old.description, coalesce(rebill_visit.fee, v_old.unit_price),
    v_old.tax_rate, v_old.tax_code, v_old.tax_name, v_old.tax_reason,
    coalesce(private.written(rebill_visit.reason), v_old.price_reason)
  from public.invoice_lines l where l.invoice_id = v_draft_id;
  return jsonb_build_object('status', 'drafted', 'invoice_id', v_draft_id);
end;
$$;
comment on function private.rebill_visit is 'Charges a visit anew whose invoice is void, as it was or with another fee and the reason for that, on the draft of its stop: {status: drafted (invoice_id) | refused (reason: charged, erased, not_done, fee, reason)}. PT404.';
