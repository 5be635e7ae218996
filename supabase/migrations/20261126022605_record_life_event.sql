-- Recording a life event: one function for all of them, which can be asked first what it would do.

create table private.life_events (
  event text primary key,
  needs_units boolean not null
);
comment on table private.life_events is 'What can happen in a client''s life. A new one is a row here, a branch of private.live_through, and its words in lib/customers.';
comment on column private.life_events.needs_units is 'Whether it is about certain units, which are named; all others are about all that the client has.';

insert into private.life_events (event, needs_units) values
  ('deceased', false),
  ('moved', false),
  ('care_home', false),
  ('away', false),
  ('sold', true),
  ('returned', true),
  ('transferred', true);

create function private.units_meant(customer_id uuid, details jsonb)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select u.id from public.units u
    where u.customer_id = units_meant.customer_id and u.condition <> 'retired'
      and (not details ? 'unit_ids' or details -> 'unit_ids' ? u.id::text)
    order by u.id);
end;
$$;
comment on function private.units_meant is 'The client''s units that an event is about: those that are named, else all.';

create function private.live_through(client public.customers, event text, details jsonb, unit_ids uuid[], as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(as_of);
begin
  return case
    when event = 'deceased' then private.client_died(client, details, v_on_day)
    when event in ('moved', 'care_home') then private.client_moved(client, details, unit_ids)
    when event = 'away' then private.client_is_away(details, unit_ids, v_on_day)
    when event in ('sold', 'returned') then private.units_gone(event, unit_ids)
    when event = 'transferred' then private.units_handed_on(details, unit_ids) end;
end;
$$;
comment on function private.live_through is 'Does what an event means. Null, or why not.';

create function private.settle_reports(customer_id uuid, unit_ids uuid[], outcome text)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_report public.office_activities;
begin
  for v_report in
    select a.* from public.office_activities a
    join public.maintenance_contracts c on c.id = a.contract_id and c.unit_id = any (unit_ids)
    where a.customer_id = settle_reports.customer_id and a.kind = 'client_change' and a.state = 'open' order by a.id for update of a
  loop
    -- What rested because of the report goes on, unless the event says that it rests.
    update public.maintenance_contracts c set state = 'active'
    where c.state = 'paused' and c.paused_reason is null and v_report.details -> 'paused' ? c.id::text;
    perform private.close_activity(v_report.id, settle_reports.outcome);
  end loop;
end;
$$;
comment on function private.settle_reports is 'Closes what the client told us of these units, which the office has dealt with now.';

create function private.record_life_event(customer_id uuid, event text, details jsonb, dry_run boolean, shown text, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_kind private.life_events;
  v_client public.customers := private.hold_client(customer_id);
  v_units uuid[] := private.units_meant(customer_id, details);
  v_before jsonb;
  v_changes jsonb;
  v_answer jsonb;
begin
  select * into v_kind from private.life_events e where e.event = record_life_event.event;
  if v_client.erased_on is not null then
    return private.refused('erased');
  elsif v_kind.event is null then
    return private.rejected('event');
  elsif v_kind.needs_units and (v_units = '{}' or not details ? 'unit_ids') then
    return private.rejected('units');
  elsif length(details ->> 'note') > 500 then
    return private.rejected('note');
  end if;
  v_before := private.client_stands(customer_id, v_units);
  begin
    v_answer := private.live_through(v_client, event, details, v_units, as_of);
    if v_answer is null then
      perform private.settle_reports(customer_id, v_units, event);
      perform private.write_audit('customers', customer_id, 'update',
        jsonb_strip_nulls(jsonb_build_object('what', event, 'note', private.written(details ->> 'note'))));
      v_changes := private.what_changed(v_before, private.client_stands(customer_id, v_units));
      perform private.withdraw_mails(customer_id);
      v_answer := private.done_as_shown('recorded', v_changes, dry_run, shown) || jsonb_build_object('changes', v_changes);
    end if;
    if v_answer ->> 'status' <> 'recorded' then
      perform private.take_back_all();
    end if;
  exception when sqlstate 'MT024' then
    return v_answer;
  end;
  return v_answer;
end;
$$;
comment on function private.record_life_event is 'Writes down what happened in a client''s life, with all that follows: see the door of the same name.';
