-- Bill by hand: what the office sees of an invoice, and how one that it issues reaches the client.

create function private.mail_invoice(invoice_id uuid, once_more text default null)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_customer_id uuid := (select i.customer_id from public.invoices i where i.id = mail_invoice.invoice_id);
begin
  return private.queue_message('invoice', v_customer_id, concat_ws(':', 'invoice', invoice_id, once_more), jsonb_build_object(
    'invoice_id', invoice_id, 'first_name', (select c.first_name from public.customers c where c.id = v_customer_id)));
end;
$$;
comment on function private.mail_invoice is 'Queues the mail that brings an invoice, once per address, and once more for each further name (once_more); returns to how many addresses it goes.';

create function private.issue_and_mail(invoice_id uuid, as_of timestamptz, shown numeric default null)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_answer jsonb := private.issue_draft(invoice_id, as_of, shown);
begin
  if v_answer ->> 'status' <> 'issued' then
    return v_answer;
  end if;
  return v_answer || jsonb_build_object('mailed_to', private.mail_invoice(invoice_id));
end;
$$;
comment on function private.issue_and_mail is 'Issues a draft as private.issue_draft does, and mails it: with mailed_to, the number of addresses that get it. Whoever has none is handed the paper by the office, which reads that number.';

create function private.rebillable_visits(invoice_id uuid)
returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('visit_id', l.visit_id, 'description', l.description, 'fee', l.unit_price) order by l.position), '[]')
  from public.invoice_lines l
  join public.maintenance_visits v on v.id = l.visit_id and v.state = 'done'
  where l.invoice_id = rebillable_visits.invoice_id and not l.live
    and not exists (select from public.invoices i where i.id = l.invoice_id and private.is_erased(i.customer_id))
    and not exists (select from public.invoice_lines n where n.visit_id = l.visit_id and n.live);
$$;
comment on function private.rebillable_visits is 'The visits of a void invoice that were done and that no other charges: [{visit_id, description, fee}].';

create function private.charged_for_repair(work_order_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (select from public.invoices i where i.work_order_id = charged_for_repair.work_order_id and i.state <> 'void');
end;
$$;
comment on function private.charged_for_repair is 'Whether a repair is on an invoice, be it a draft, that was not taken back.';

create function private.invoice_page(invoice_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_facts jsonb := private.invoice_facts(invoice_id);
begin
  if v_facts is null then
    raise exception 'no such invoice' using errcode = 'PT404';
  end if;
  return (
    select v_facts || jsonb_build_object('customer_id', i.customer_id, 'is_erased', private.is_erased(i.customer_id), 'drafted_on', private.company_day(i.created_at), 'void_reason', i.void_reason,
      'exported_at', i.exported_at, 'rebillable', private.rebillable_visits(i.id),
      'repair', (
        select jsonb_build_object('work_order_id', w.id, 'number', w.number, 'can_rebill', i.state = 'void' and i.number is not null and w.state = 'done'
          and not private.is_erased(w.customer_id) and not private.charged_for_repair(w.id))
        from public.work_orders w where w.id = i.work_order_id and w.kind = 'repair'),
      'waiting_visits', (select count(*) from private.visits_of_order(i.work_order_id) v where private.is_unsettled(v.state)),
      'payments', (
        select coalesce(jsonb_agg(jsonb_build_object('payment_id', p.id, 'method', p.method, 'state', p.state, 'amount', p.amount,
          'rounding', p.rounding, 'note', p.note, 'taken_at', p.taken_at, 'taken_by', s.name, 'at', p.created_at) order by p.created_at, p.id), '[]')
        from public.payments p left join public.staff s on s.id = p.taken_by where p.invoice_id = i.id),
      'mails', (
        select coalesce(jsonb_agg(jsonb_build_object('recipient', m.recipient, 'state', m.state, 'at', coalesce(m.sent_at, m.created_at)) order by m.created_at), '[]')
        from public.messages m
        where m.customer_id = i.customer_id and m.payload ->> 'invoice_id' = i.id::text))
    from public.invoices i where i.id = invoice_page.invoice_id);
end;
$$;
comment on function private.invoice_page is 'What the office sees of an invoice: private.invoice_facts and {customer_id, is_erased: whether its client was, drafted_on, void_reason, exported_at, rebillable, repair: that it is for {work_order_id, number, can_rebill: nobody is charged for it} | null, waiting_visits (that wait for their outcome), payments with note, taken_at, taken_by and at, mails: [{recipient, state, at}]}. PT404.';
