-- Send again: the office mails an invoice, or the summary of a stop with its certificates, once more to whoever has lost it.

create function private.refuse_to_mail_again(kind text, customer_id uuid, about jsonb, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_last public.messages;
begin
  if private.is_quiet(customer_id) then
    return private.refused('quiet');
  elsif not private.is_mailed(kind, customer_id) then
    return private.refused('nobody');
  end if;
  select m.* into v_last
  from public.messages m
  where m.customer_id = refuse_to_mail_again.customer_id and m.kind = refuse_to_mail_again.kind and m.payload @> about
    -- What was given up or withdrawn went to nobody.
    and m.state not in ('dead', 'superseded')
  order by coalesce(m.sent_at, m.created_at) desc, m.id limit 1;
  return case
    when v_last.state in ('queued', 'sending') then private.refused('waiting')
    when coalesce(v_last.sent_at, v_last.created_at) > as_of - interval '5 minutes' then private.refused('recent') end;
end;
$$;
comment on function private.refuse_to_mail_again is 'Why a mail of that kind, with that in its payload, does not go out once more, as an answer: quiet (nobody is written to under that name), nobody (no address that mail may go to), waiting (it is on its way), recent (it went less than five minutes ago); null when it can.';

create function private.mail_invoice_again(invoice_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_invoice public.invoices;
  v_answer jsonb;
begin
  -- Held, so that of two presses the second sees the mail of the first.
  select i.* into v_invoice from public.invoices i where i.id = mail_invoice_again.invoice_id for update;
  if not found then
    raise exception 'no such invoice' using errcode = 'PT404';
  end if;
  v_answer := case when v_invoice.state <> 'issued' then private.refused(v_invoice.state)
    else private.refuse_to_mail_again('invoice', v_invoice.customer_id, jsonb_build_object('invoice_id', invoice_id), as_of) end;
  if v_answer is not null then
    return v_answer;
  end if;
  v_answer := jsonb_build_object('status', 'queued', 'mailed_to', private.mail_invoice(invoice_id, as_of::text));
  perform private.write_audit('invoices', invoice_id, 'update', jsonb_build_object('what', 'mailed again'));
  return v_answer;
end;
$$;
comment on function private.mail_invoice_again is 'Mails an issued invoice once more: see the door of the same name. PT404.';

create function private.mail_summary_again(visit_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_answer jsonb;
begin
  select t.* into v_task
  from public.technician_tasks t
  where t.id = (select v.task_id from public.maintenance_visits v where v.id = mail_summary_again.visit_id) for update;
  if not found then
    raise exception 'no such visit' using errcode = 'PT404';
  end if;
  v_answer := case
    when v_task.state <> 'completed' or not exists (select from public.maintenance_visits v where v.task_id = v_task.id and v.state = 'done')
      then private.refused('state')
    else private.refuse_to_mail_again('visit_summary', v_task.customer_id, jsonb_build_object('task_id', v_task.id), as_of) end;
  if v_answer is not null then
    return v_answer;
  end if;
  v_answer := jsonb_build_object('status', 'queued', 'mailed_to', private.queue_message('visit_summary', v_task.customer_id,
    concat_ws(':', 'visit_summary', v_task.id, 'again', as_of), private.stop_summary(v_task.id), null, v_task.id));
  perform private.write_audit('technician_tasks', v_task.id, 'update', jsonb_build_object('what', 'summary mailed again'));
  return v_answer;
end;
$$;
comment on function private.mail_summary_again is 'Mails once more what was done at the stop of a visit: see the door of the same name. PT404.';
