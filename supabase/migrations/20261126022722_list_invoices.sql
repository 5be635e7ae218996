-- List invoices: bills and what became of them, newest first.

-- An invoice's date is that of its issue, a draft's that of its beginning; what is not to be paid by a day comes last.
create index invoices_by_date on public.invoices (coalesce(issued_at, created_at), id);
create index invoices_by_due on public.invoices (coalesce(due_on, 'infinity'), id);
-- What settled an invoice says so by itself.
create index payments_settling on public.payments (invoice_id) where state = 'succeeded' and balance_after = 0;
create index invoices_void on public.invoices (coalesce(issued_at, created_at), id) where state = 'void';

create function private.bill_rule(state text, on_day date)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_balance constant text := '(select s.balance from private.invoice_sums s where s.invoice_id = i.id)';
  -- Most are paid: that is known without a sum, and all at once.
  v_owed constant text := 'i.id = any (array(select o.id from public.invoices o where o.state = ''issued'' and coalesce(o.due_on, ''infinity'') %s %L'
    ' and not exists (select from public.payments p where p.invoice_id = o.id and p.state = ''succeeded'' and p.balance_after = 0))) and %s > 0';
begin
  return case state
    -- Nothing that is not issued is to be paid by a day.
    when 'draft' then 'i.state = ''draft'' and coalesce(i.due_on, ''infinity'') = ''infinity'''
    when 'issued' then 'i.state = ''issued'''
    when 'open' then format(v_owed, '>=', on_day, v_balance)
    when 'overdue' then format(v_owed, '<', on_day, v_balance)
    when 'paid' then 'i.state = ''issued'' and ' || v_balance || ' <= 0'
    when 'with_payments' then 'exists (select from public.payments p where p.invoice_id = i.id and p.state = ''succeeded'')'
    when 'void' then 'i.state = ''void'''
    when 'not_billed' then 'i.state = ''void'' and i.number is not null and not private.is_erased(i.customer_id) and exists (select from public.invoice_lines l join public.maintenance_visits v on v.id = l.visit_id where l.invoice_id = i.id and v.state = ''done'' and not exists (select from public.invoice_lines o where o.visit_id = l.visit_id and o.live))' end;
end;
$$;
comment on function private.bill_rule is 'When an invoice i is what a list asks for, as SQL: draft, issued (paid or not), open (issued, not paid, not late), overdue, paid (nothing is left to pay), with_payments (money came in, all of it or a part), void, not_billed (void, and a visit of it that was done is charged by no other, nor of a client who was erased).';

create function private.bill_days(filters jsonb)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := (select s.time_zone from public.company_settings s);
  v_from timestamptz := (filters ->> 'from')::date::timestamp at time zone v_zone;
  v_until timestamptz := ((filters ->> 'until')::date + 1)::timestamp at time zone v_zone;
  v_at text := case filters ->> 'state' when 'with_payments' then 'p.created_at' else 'coalesce(i.issued_at, i.created_at)' end;
  v_days text := concat_ws(' and ', v_at || ' >= ' || quote_literal(v_from), v_at || ' < ' || quote_literal(v_until));
begin
  return case
    when v_days = '' then 'true'
    when filters ->> 'state' = 'with_payments' then
      format('i.id in (select p.invoice_id from public.payments p where p.state = ''succeeded'' and %s)', v_days)
    else v_days end;
end;
$$;
comment on function private.bill_days is 'When an invoice i is within the days of a filter (from, until), as SQL: by its date, or where payments are asked for by the days on which money came in, as the week''s figures count it.';

create function private.invoice_rows(filters jsonb)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return format('select %s as key, i.id from public.invoices i where ',
      case filters ->> 'order' when 'due' then 'coalesce(i.due_on, ''infinity'')' else 'coalesce(i.issued_at, i.created_at)' end)
    || concat_ws(' and ',
      private.bill_rule(filters ->> 'state', private.company_day(private.clock())),
      private.bill_days(filters),
      case when filters ? 'search' then 'i.id = any ($1)' end);
end;
$$;
comment on function private.invoice_rows is 'The query of the invoices that fit a filter, by their date, or by when they are to be paid; those of erased clients too, so that the books have no hole. $1: those that a search found.';

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
      'dated', private.company_day(coalesce(i.issued_at, i.created_at)), 'due_on', i.due_on,
      'overdue', i.state = 'issued' and s.balance > 0 and i.due_on < v_today,
      'customer_id', m.id, 'customer', m.name, 'phone', m.phone, 'bill_to', case when m.erased_on is null then i.bill_to_name end, 'net', s.net, 'tax', s.tax, 'total', s.total, 'paid', s.paid, 'balance', s.balance)
      order by array_position(invoice_ids, i.id)), '[]')
    from public.invoices i
    join public.customers m on m.id = i.customer_id
    join private.invoice_sums s on s.invoice_id = i.id
    where i.id = any (invoice_ids));
end;
$$;
comment on function private.invoice_listed is 'These invoices in the order of their ids: [{invoice_id, kind, number, state, dated, due_on, overdue, customer_id, customer, phone, bill_to (null of a client who was erased), net, tax, total, paid, balance}].';

create function private.list_invoices(filters jsonb, sort text, after text, most integer, counted boolean)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return private.list_page('invoice', filters, coalesce(sort, '-date'), '{"date": "timestamptz", "due": "date"}', 'state',
    '{draft, issued, open, overdue, paid, with_payments, void, not_billed}',
    case when filters ? 'search' then array(select private.invoices_found(filters ->> 'search')) end, after, most, counted);
end;
$$;
comment on function private.list_invoices is 'A page of invoices: see the door of the same name.';
