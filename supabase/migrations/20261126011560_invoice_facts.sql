-- Invoice facts: what an invoice says, as its paper, a mail about it and the office's page show it.

create function private.lines_told(invoice_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('visit_id', l.visit_id, 'description', l.description, 'quantity', l.quantity,
    'unit_price', l.unit_price, 'amount', l.amount, 'tax', l.tax, 'tax_name', l.tax_name, 'tax_rate', l.tax_rate,
    'tax_reason', l.tax_reason, 'price_reason', l.price_reason) order by l.position), '[]')
  from public.invoice_lines l where l.invoice_id = lines_told.invoice_id;
$$;
comment on function private.lines_told is 'The lines of an invoice in their order: [{visit_id, description, quantity, unit_price, amount, tax, tax_name, tax_rate, tax_reason, price_reason}].';

create function private.taxes_told(invoice_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('name', t.tax_name, 'rate', t.tax_rate, 'net', t.net, 'tax', t.tax) order by t.first), '[]')
  from (
    select l.tax_name, l.tax_rate, sum(l.amount) as net, sum(l.tax) as tax, min(l.position) as first
    from public.invoice_lines l where l.invoice_id = taxes_told.invoice_id group by l.tax_name, l.tax_rate
  ) t;
$$;
comment on function private.taxes_told is 'What of an invoice is taxed how: [{name, rate, net, tax}].';

create function private.payments_told(invoice_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('payment_id', p.id, 'method', p.method, 'state', p.state, 'amount', p.amount,
    'rounding', p.rounding, 'on_day', private.company_day(p.created_at)) order by p.created_at, p.id), '[]')
  from public.payments p where p.invoice_id = payments_told.invoice_id;
$$;
comment on function private.payments_told is 'What was paid of an invoice: [{payment_id, method, state, amount, rounding, on_day}].';

create function private.invoice_facts(invoice_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('id', i.id, 'kind', i.kind, 'state', i.state, 'number', private.number_shown(i.series, i.number),
      'issued_on', private.company_day(i.issued_at), 'due_on', i.due_on,
      -- What is no paper yet says what it would.
      'bill_to', case when i.number is null then to_jsonb(b)
        else jsonb_build_object('name', i.bill_to_name, 'address', i.bill_to_address, 'purchase_order', i.purchase_order) end,
      'lines', private.lines_told(i.id), 'taxes', private.taxes_told(i.id), 'payments', private.payments_told(i.id),
      'net', s.net, 'tax', s.tax, 'total', s.total, 'paid', s.paid, 'balance', s.balance, 'payable', s.payable)
      || coalesce(i.printed, private.printed_on(i))
    from public.invoices i
    join private.invoice_sums s on s.invoice_id = i.id
    cross join lateral private.billed_to(i.customer_id) b
    where i.id = invoice_facts.invoice_id);
end;
$$;
comment on function private.invoice_facts is 'What an invoice says: {id, kind, state, number (null for a draft), issued_on, due_on, bill_to: {name, address, purchase_order}, company: {name, address, phone, email, hst_number}, client: {name, address}, served_on, technician_name, lines (private.lines_told), taxes (private.taxes_told), payments (private.payments_told), net, tax, total, paid, balance, payable}; null for none.';
