-- List invoices: bills and what became of them, newest first.

create index invoices_by_birth on public.invoices (created_at, id);
create index invoices_by_due on public.invoices (due_on, id) where due_on is not null;
-- Drafts, and those that were given up as such.
create index invoices_never_issued on public.invoices (created_at, id) where due_on is null;
-- What settled an invoice says so by itself.
create index payments_settling on public.payments (invoice_id) where state = 'succeeded' and balance_after = 0;
create index invoices_void on public.invoices (created_at, id) where state = 'void';

create function private.bill_rule(state text, on_day date)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_balance constant text := '(select s.balance from private.invoice_sums s where s.invoice_id = i.id)';
  -- Most are paid: that is known without a sum, and all at once.
  v_owed constant text := 'i.id = any (array(select o.id from public.invoices o where o.state = ''issued'' and o.due_on %s %L'
    ' and not exists (select from public.payments p where p.invoice_id = o.id and p.state = ''succeeded'' and p.balance_after = 0))) and %s > 0';
begin
  return case state
    when 'draft' then 'i.state = ''draft'' and i.due_on is null'
    when 'open' then format(v_owed, '>=', on_day, v_balance)
    when 'overdue' then format(v_owed, '<', on_day, v_balance)
    when 'paid' then 'i.state = ''issued'' and ' || v_balance || ' <= 0'
    when 'void' then 'i.state = ''void'''
    when 'not_billed' then 'i.state = ''void'' and i.number is not null and exists (select from public.invoice_lines l join public.maintenance_visits v on v.id = l.visit_id where l.invoice_id = i.id and v.state = ''done'' and not exists (select from public.invoice_lines o where o.visit_id = l.visit_id and o.live))' end;
end;
$$;
comment on function private.bill_rule is 'When an invoice i is what a list asks for, as SQL: draft, open (issued, not paid, not late), overdue, paid (nothing is left to pay), void, not_billed (void, and a visit of it that was done is charged by no other).';

create function private.invoice_rows(filters jsonb, sort text)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_rule text := concat_ws(' and ', 'true',
    private.bill_rule(filters ->> 'state', private.company_day(private.clock())),
    case when filters ? 'from' then format('i.created_at >= %L', (filters ->> 'from')::date) end,
    case when filters ? 'until' then format('i.created_at < %L', (filters ->> 'until')::date + 1) end,
    case when filters ? 'search' then 'i.id = any ($1)' end);
begin
  if sort = 'due' then
    return array[
      'select i.due_on as key, i.id from public.invoices i where i.due_on is not null and ' || v_rule,
      'select date ''infinity'' as key, i.id from public.invoices i where i.due_on is null and ' || v_rule];
  end if;
  return array['select i.created_at as key, i.id from public.invoices i where ' || v_rule];
end;
$$;
comment on function private.invoice_rows is 'The queries of the invoices that fit a filter, by when they began, or by when they are to be paid (those of which nobody knows come last). $1: those that a search found.';

create function private.invoices_found(search text)
returns setof uuid
language plpgsql stable
set search_path = ''
as $$
declare
  v_number text[] := regexp_match(upper(btrim(search)), '\A(?:([A-Z])-?)?0*([1-9][0-9]{0,8})\Z');
begin
  return query
    select i.id from public.invoices i where i.number = v_number[2]::bigint and (v_number[1] is null or i.series = v_number[1])
    union
    select i.id from public.invoices i join private.found_clients(invoices_found.search) f on f.f = i.customer_id;
end;
$$;
comment on function private.invoices_found is 'The invoice of a number (M-000123, 123) and those of the clients that a search finds.';

create function private.invoice_listed(invoice_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
as $$
declare
  v_today date := private.company_day(private.clock());
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('invoice_id', i.id, 'kind', i.kind, 'number', private.number_shown(i.series, i.number), 'state', i.state,
      'begun_on', private.company_day(i.created_at), 'issued_on', private.company_day(i.issued_at), 'due_on', i.due_on,
      'overdue', i.state = 'issued' and s.balance > 0 and i.due_on < v_today,
      'customer_id', m.id, 'customer', m.name, 'phone', m.phone, 'bill_to', i.bill_to_name, 'net', s.net, 'tax', s.tax, 'total', s.total, 'paid', s.paid, 'balance', s.balance)
      order by array_position(invoice_ids, i.id)), '[]')
    from public.invoices i
    join public.customers m on m.id = i.customer_id
    join private.invoice_sums s on s.invoice_id = i.id
    where i.id = any (invoice_ids));
end;
$$;
comment on function private.invoice_listed is 'These invoices in the order of their ids: [{invoice_id, kind, number, state, begun_on, issued_on, due_on, overdue, customer_id, customer, phone, bill_to, net, tax, total, paid, balance}].';

create function private.list_invoices(filters jsonb, sort text, after text, most integer, counted boolean)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return private.list_page('invoice', filters, coalesce(sort, '-begun'), '{"begun": "timestamptz", "due": "date"}', 'state',
    '{draft, open, overdue, paid, void, not_billed}',
    case when filters ? 'search' then array(select private.invoices_found(filters ->> 'search')) end, after, most, counted);
end;
$$;
comment on function private.list_invoices is 'A page of invoices: see the door of the same name.';
