-- Client's changes: what the holder of a link tells us of a unit that is not as it was.

create table private.change_reasons (
  what text primary key,
  is_urgent boolean not null,
  stops_all boolean not null
);
comment on table private.change_reasons is 'What can have changed. A new one is a row here and its words in lib/booking.';
comment on column private.change_reasons.stops_all is 'Whether nothing more is to be written about any unit of the client, and not only about this one.';

insert into private.change_reasons (what, is_urgent, stops_all) values
  ('gone', false, false),
  ('moved', false, false),
  ('died', true, true),
  ('care_home', false, false),
  ('other', false, false);

create function private.lock_reported(contract_id uuid, what text)
returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contracts uuid[] := array(
    select c.id
    from public.maintenance_contracts own
    join public.maintenance_contracts c on c.customer_id = own.customer_id and c.state <> 'cancelled'
    where own.id = lock_reported.contract_id
      and (c.id = own.id or (select r.stops_all from private.change_reasons r where r.what = lock_reported.what)));
begin
  -- Rows before locks, as whoever writes a contract by hand.
  perform from public.maintenance_contracts c where c.id = any (v_contracts) order by c.id for no key update;
  perform private.lock_contracts(v_contracts);
  return v_contracts;
end;
$$;
comment on function private.lock_reported is 'Locks and returns the contracts that such a change is about.';

create function private.report_change(cycle_id uuid, contract_ids uuid[], what text, note text, phone text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contract public.maintenance_contracts;
  v_task public.technician_tasks := private.live_task(cycle_id);
begin
  select c.* into v_contract
  from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id where y.id = report_change.cycle_id;
  -- Only the office knows whether it ends; until then a paused contract reminds nobody.
  update public.maintenance_contracts c set state = 'paused' where c.id = any (contract_ids) and c.state = 'active';
  perform private.raise_activity('client_change', private.subject_key('cycle', cycle_id::text),
    jsonb_strip_nulls(jsonb_build_object('what', report_change.what, 'note', report_change.note, 'phone', report_change.phone,
      'booked_at', lower(v_task.during))),
    customer_id => v_contract.customer_id, contract_id => v_contract.id, cycle_id => report_change.cycle_id, task_id => v_task.id,
    urgent => v_task.id is not null or (select r.is_urgent from private.change_reasons r where r.what = report_change.what));
  return jsonb_build_object('status', 'noted');
end;
$$;
comment on function private.report_change is 'Stops reminders of these contracts at once and tells the office why: {status: noted}. An appointment stays until somebody cancels it, so the office hears of it urgently. Callers hold the contracts'' locks.';
