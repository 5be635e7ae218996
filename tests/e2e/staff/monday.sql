-- A Monday's work: for each kind of activity a client who is called after it, once for each of two sets. Loaded after the
-- helpers of supabase/tests into a throw-away database.

create schema monday;

create function monday.client(kind text, who text, due date)
returns uuid
language sql volatile
as $$
  insert into public.customers (id, name, email, phone, street, city, postal_code, latitude, longitude, reach_by)
  select tests.id(kind || who), initcap(replace(kind, '_', ' ')) || ' ' || who,
    case when kind not in ('missing_address', 'letter_due') then kind || '.' || lower(who) || '@example.com' end, '905-555-0142',
    kind || ' ' || who || ' Street', 'Brampton', 'L6Y 0A1', 43.7, -79.7, case kind when 'letter_due' then 'letter' else 'email' end;
  select tests.unit(kind || who, kind || who, 'stairlift', kind || ' ' || who || ' Street', due);
  select tests.id(kind || who)
$$;
comment on function monday.client is 'A client with a stair lift in Brampton that is due on a day; all are known by the kind and the set.';

create function monday.cycle(label text)
returns uuid
language sql stable
as $$ select y.id from public.maintenance_cycles y where y.contract_id = tests.id(label) and y.closed_at is null $$;

create function monday.book(cycle_id uuid, at timestamptz)
returns jsonb
language sql volatile
as $$
  select private.book_stop(cycle_id, (select t.id from public.technicians t), at, null, null, '{}', 'office', true, private.clock())
$$;
comment on function monday.book is 'The office books for a client.';

create function monday.before(who text, today date)
returns void
language plpgsql volatile
as $$
declare
  v_hour constant interval := case who when 'Mouse' then '9 hours' else '13 hours' end;
begin
  perform monday.client(k.kind, who, today + case k.kind
    when 'overdue' then -1 when 'unbooked' then 20
    when 'call_client' then 30 when 'missing_address' then 30 when 'letter_due' then 30
    when 'delivery_failure' then 30 when 'uncertain_message' then 30 else 120 end)
  from private.activity_kinds k;
  insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on)
  select y.id, y.due_on, 30, today - 10 from public.maintenance_cycles y where y.contract_id in (tests.id('unbooked' || who), tests.id('overdue' || who));
  insert into public.suppressions (address, reason) values ('call_client.' || lower(who) || '@example.com', 'complaint');
  perform monday.book(monday.cycle('unclosed_visit' || who), (today - 3)::timestamp at time zone 'America/Toronto' + v_hour);
  perform monday.book(monday.cycle('needs_rescheduling' || who), (today + 2)::timestamp at time zone 'America/Toronto' + v_hour);
end;
$$;
comment on function monday.before is 'What was so a week ago: from it the nights raise what they raise.';

create function monday.raise(kind text, who text, about text, details jsonb default '{}')
returns uuid
language sql volatile
as $$
  select private.raise_activity(kind, about || ':' || tests.id(kind || who), details, customer_id => tests.id(kind || who), contract_id => tests.id(kind || who))
$$;
comment on function monday.raise is 'Raises what is about a thing that is not there in this company, or by what is not here yet.';

create function monday.happens(who text)
returns void
language plpgsql volatile
as $$
begin
  -- By doors, jobs and triggers
  perform public.request_callback(tests.token('callback' || who), '905-555-0142', 'Mornings', 'Let it ring');
  perform public.report_change(tests.token('client_change' || who), 'moved', 'Lives with her son now', '905-555-0142');
  perform private.set_condition_by_hand(tests.id('unit_out_of_service' || who), 'out_of_service', 'Brake slips');
  update public.customers set street = '9 New Street' where id = tests.id('address_change' || who);
  perform private.raise_about_cycle('rebook', monday.cycle('rebook' || who), '{"reason": "no_show"}');
  perform private.raise_about_message(m.kind, message)
  from unnest(array['delivery_failure', 'uncertain_message']) m (kind)
  join public.messages message on message.customer_id = tests.id(m.kind || who);
  -- By what only years, money or files bring about
  perform monday.raise('certificate_expiring', who, 'unit', '{"number": "MIR-2026-00001", "expires_on": "2026-07-15"}');
  perform monday.raise('repair_follow_up', who, 'work_order', '{"reason": "quoted", "number": 7, "amount": 120}');
  perform monday.raise('report_conflict', who, 'report');
  perform monday.raise('enrolment_question', who, 'line');
  perform monday.raise('missing_serial', who, 'line', '{"product": "Flow X"}');
  perform monday.raise('unpaid_invoice', who, 'invoice', '{"number": "M-000001", "due_on": "2026-04-15", "balance": 213.57}');
  perform monday.raise('payment_uncertain', who, 'invoice');
  perform monday.raise('calendar_conflict', who, 'task');
  perform monday.raise('incident', who, 'unit');
  perform monday.raise('late_photos', who, 'task', '{"photos": 2}');
  perform monday.raise('sales_lead', who, 'unit');
  perform private.raise_conflict(jsonb_populate_record(null::public.import_conflicts, jsonb_build_object(
    'conflict_kind', 'returned_unit', 'subject', 'monday:' || who, 'customer_id', tests.id('import_question' || who), 'unit_id', (select c.unit_id from public.maintenance_contracts c where c.id = tests.id('import_question' || who)))));
  -- About no client
  perform private.raise_activity('import_problem', 'job:import-' || who, '{"reason": "half of the rows are gone"}');
  perform private.raise_activity('broken_trail', 'job:trail-' || who, '{"seal": 2, "what": "events changed"}');
  perform private.raise_activity('self_check', 'job:' || case who when 'Mouse' then 'reminders' else 'digest' end, '{"day": "2026-05-29"}');
end;
$$;
comment on function monday.happens is 'What else waits on that morning; who needs another time does so once the technician takes leave.';
