-- Reminders: which client is told what on a company day. Rules are written with <=, so a missed day is caught up.
-- What is due in a season without times (chapter "weather") is told so many days before that season begins as else before
-- it is due, as long as the season has not begun: then a time before it can be chosen. Not where that would be more than half
-- an interval early, for that follows the last visit too closely; there, and once the season goes on, it is told before it
-- is due as everything is, and its page says from when there are times.

-- What is due -------------------------------------------------------------------------------------------------

create function private.reminder_band(due_on date, interval_months integer, on_day date, bands integer[])
returns integer
language plpgsql immutable
set search_path = ''
as $$
declare
  v_days_left integer := due_on - on_day;
  v_interval_days integer := due_on - (due_on - make_interval(months => interval_months))::date;
  v_band integer;
  v_most_urgent integer;
begin
  if v_days_left < 0 then
    return 1;
  end if;
  foreach v_band in array bands loop
    -- A band longer than half the interval would follow the last visit too closely.
    if v_days_left <= v_band and v_band * 2 <= v_interval_days then
      v_most_urgent := least(v_most_urgent, v_band);
    end if;
  end loop;
  return v_most_urgent;
end;
$$;
comment on function private.reminder_band is 'The most urgent band a due date lies in on a day, else null. Past due counts as band 1.';

create function private.remind_by(due_on date, interval_months integer, season text, on_day date)
returns date
language plpgsql stable
set search_path = ''
as $$
declare
  v_last_day date;
begin
  if season is null or not private.is_in_season(season, due_on) then
    return due_on;
  end if;
  v_last_day := private.season_begins(season, due_on) - 1;
  return case when on_day <= v_last_day and (due_on - v_last_day) * 2 <= due_on - (due_on - make_interval(months => interval_months))::date
    then v_last_day else due_on end;
end;
$$;
comment on function private.remind_by is 'The day before which a client is reminded of what is due: the due date, or the last day before the season in which it is due and has no times.';

-- Told --------------------------------------------------------------------------------------------------------

create index reminders_by_day on private.cycle_reminders (reminded_on, cycle_id);

create function private.first_told(from_day date, until_day date)
returns table (cycle_id uuid, told_on date)
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select distinct on (y.contract_id, (f.told_on - from_day) / 7) y.id, f.told_on
  from (
    select r.cycle_id, min(r.reminded_on) as told_on
    from private.cycle_reminders r
    where r.reminded_on between from_day and until_day
      and not exists (select from private.cycle_reminders e where e.cycle_id = r.cycle_id and e.reminded_on < from_day)
    group by r.cycle_id
  ) f
  join public.maintenance_cycles y on y.id = f.cycle_id
  where not exists (
    select from public.customers m join public.maintenance_contracts c on c.customer_id = m.id where m.erased_on is not null and c.id = y.contract_id)
  order by y.contract_id, (f.told_on - from_day) / 7, y.number desc;
end;
$$;
comment on function private.first_told is 'The cycles whose client was told for the first time on one of these days, both included, and on which; none of clients who were erased. Of a contract one in each seven days from from_day on: who was told of the next due date as well, since the first was let out, is one who was told.';

create type private.due_reminder as (cycle_id uuid, customer_id uuid, contract_id uuid, due_on date, band integer);
comment on type private.due_reminder is 'A cycle to remind of, and the band that says how urgent it is.';

create function private.due_reminders(on_day date)
returns setof private.due_reminder
language sql stable
set search_path = ''
as $$
  select y.id, c.customer_id, c.id, y.due_on, b.band
  from public.company_settings s
  join public.maintenance_cycles y
    -- What is due in a season is told as long before it is due as half of the year at most.
    on y.closed_at is null and y.due_on <= due_reminders.on_day + (select max(band) from unnest(s.reminder_bands) band)
      + case when exists (select from public.equipment_categories k where k.winter_from is not null) then 300 else 0 end
  join public.maintenance_contracts c on c.id = y.contract_id
  join public.units u on u.id = c.unit_id and private.is_serviceable(c.state, u.condition)
  join public.equipment_categories k on k.id = c.category_id
  cross join lateral (
    select private.reminder_band(
      private.remind_by(y.due_on, c.interval_months, k.winter_from || '/' || k.winter_until, due_reminders.on_day),
      c.interval_months, due_reminders.on_day, s.reminder_bands) as band
  ) b
  where b.band is not null
    -- Past due: only those who never heard of this due date. Before: only what is more urgent than all they heard.
    and not exists (
      select from private.cycle_reminders r
      where r.cycle_id = y.id and r.due_on = y.due_on and (y.due_on < due_reminders.on_day or r.band <= b.band))
    and not exists (
      select from public.maintenance_visits v where v.cycle_id = y.id and private.takes_cycle(v.state));
$$;
comment on function private.due_reminders is 'Cycles to remind of on a company day, each with its band: active, unbooked, unit in service, not yet told.';

-- Deciding ----------------------------------------------------------------------------------------------------

create function private.decide_reminders(due private.due_reminder[], on_day date)
returns uuid[]
language sql volatile
set search_path = ''
as $$
  -- A cycle that somebody is booking at this moment is left alone: waiting for it could deadlock.
  with free as (
    select d.cycle_id, d.due_on, d.band
    from unnest(due) d
    join public.maintenance_cycles y on y.id = d.cycle_id and y.closed_at is null
    for no key update of y skip locked
  ), decided as (
    insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on)
    select free.cycle_id, free.due_on, free.band, decide_reminders.on_day from free
    on conflict on constraint cycle_reminders_pkey do nothing
    returning cycle_reminders.cycle_id
  )
  select coalesce(array_agg(decided.cycle_id), '{}') from decided;
$$;
comment on function private.decide_reminders is 'Puts on record which band is told for which due date, once each, and returns the cycles that nobody had decided before.';

create function private.queue_reminders(due private.due_reminder[])
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_mails integer;
begin
  with clients as (
    select d.customer_id, array_agg(d.cycle_id order by d.due_on, d.cycle_id) as cycle_ids,
      (array_agg(concat_ws(':', 'reminder', d.cycle_id, d.due_on, d.band) order by d.due_on, d.cycle_id))[1] as dedupe_key
    from unnest(due) d
    group by d.customer_id
  )
  insert into public.messages (kind, recipient, customer_id, cycle_id, dedupe_key, payload)
  select 'reminder', a.address, clients.customer_id, clients.cycle_ids[1],
    clients.dedupe_key || ':' || a.address,
    jsonb_build_object('first_name', k.first_name, 'items', private.due_items(clients.cycle_ids))
  from clients
  join public.customers k on k.id = clients.customer_id
  join private.customer_addresses a on a.customer_id = clients.customer_id and private.address_gets('reminder', a.suppressed)
  on conflict on constraint messages_dedupe_key_key do nothing;
  get diagnostics v_mails = row_count;
  return v_mails;
end;
$$;
comment on function private.queue_reminders is 'One mail per client and address, whatever the number of units; returns how many.';

create function private.raise_instead_of_reminder(due private.due_reminder)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  v_suppressed text;
  v_is_written_to boolean;
  v_details jsonb;
begin
  if private.is_quiet(due.customer_id) then
    -- Somebody else has the unit, or nobody: the office asks the family.
    return private.raise_activity('client_change', private.subject_key('cycle', due.cycle_id::text), '{"what": "died"}',
      customer_id => due.customer_id, contract_id => due.contract_id, cycle_id => due.cycle_id, urgent => true);
  end if;
  select a.suppressed into v_suppressed from private.customer_addresses a
  where a.customer_id = due.customer_id order by a.address limit 1;
  select m.reach_by in ('letter', 'relay') into v_is_written_to from public.customers m where m.id = due.customer_id;
  v_details := jsonb_build_object('reason', coalesce(v_suppressed, 'no_address'), 'due_on', due.due_on,
    'do', case when v_is_written_to or (select k.phone from public.customers k where k.id = due.customer_id) is null then 'print_letter' else 'call' end);
  return case when v_suppressed is null and not v_is_written_to
    -- Whatever of theirs is due, what is missing is one thing.
    then private.raise_about_customer('missing_address', due.customer_id, v_details, cycle_id => due.cycle_id)
    else private.raise_about_cycle('call_client', due.cycle_id, v_details) end;
end;
$$;
comment on function private.raise_instead_of_reminder is 'Who cannot be written to is called, or gets a letter: an activity instead of silence.';

create function private.remind(due private.due_reminder[], on_day date)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_decided uuid[] := private.decide_reminders(due, on_day);
  v_mailed private.due_reminder[];
  v_unreached private.due_reminder[];
  v_mails integer;
  v_activities integer;
begin
  select array_agg(d) filter (where r.is_reached), array_agg(d) filter (where not r.is_reached) into v_mailed, v_unreached
  from unnest(remind.due) d
  cross join lateral (
    select exists (
      select from private.customer_addresses a
      where a.customer_id = d.customer_id and private.address_gets('reminder', a.suppressed)) as is_reached
  ) r
  where d.cycle_id = any (v_decided);
  -- The price is told with the mail.
  perform private.freeze_price(d.cycle_id) from unnest(v_mailed) d;
  v_mails := private.queue_reminders(v_mailed);
  select count(distinct private.raise_instead_of_reminder(d)) into v_activities from unnest(v_unreached) d;
  return jsonb_build_object('mails', v_mails, 'units', cardinality(v_decided), 'activities', v_activities);
end;
$$;
comment on function private.remind is 'Decides due reminders, whole clients at a time: one mail per client and address listing the units, price frozen; who cannot be mailed becomes an activity. → {mails, units, activities}.';

-- Counts ----------------------------------------------------------------------------------------------------

create function private.add_counts(counts jsonb, more jsonb)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_object_agg(key, total), '{}')
    from (
      select key, sum(value::bigint) as total
      from (select * from jsonb_each_text(counts) union all select * from jsonb_each_text(more)) both_reports
      group by key
    ) summed);
end;
$$;
comment on function private.add_counts is 'Sum of two reports of a job, key by key.';

-- The day's run -----------------------------------------------------------------------------------------------

create function private.remind_one_by_one(due private.due_reminder[], on_day date)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_client private.due_reminder[];
  v_counts jsonb := jsonb '{}';
  v_failed integer := 0;
begin
  for v_client in select array_agg(d) from unnest(due) d group by d.customer_id loop
    begin
      v_counts := private.add_counts(v_counts, private.remind(v_client, on_day));
    exception when others then
      v_failed := v_failed + 1;
      perform private.raise_about_customer('self_check', v_client[1].customer_id,
        jsonb_build_object('reason', 'reminder_failed', 'sqlstate', sqlstate), urgent => true);
    end;
  end loop;
  return private.add_counts(v_counts, jsonb_build_object('failed', v_failed));
end;
$$;
comment on function private.remind_one_by_one is 'The same as private.remind, client by client: whoever fails becomes an activity and loses no other → {mails, units, activities, failed}.';

create function private.run_reminders(as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_on_day date := private.company_day(run_reminders.as_of);
  v_batch private.due_reminder[];
  v_counts jsonb := jsonb '{"mails": 0, "units": 0, "activities": 0, "failed": 0}';
  v_more boolean := false;
  v_has_begun boolean := false;
  -- Not statement_timestamp(): the statement may have begun long before this call.
  v_stop_at timestamptz := clock_timestamp() + interval '1 second';
begin
  -- First what they cost, so that nobody is told yesterday's price.
  if private.apply_price_changes(v_on_day, 1000) = 1000 then
    return v_counts || '{"appointments": 0, "confirmed_again": 0, "more": true}';
  end if;
  for v_batch in
    select array_agg(ranked.due)
    from (
      select d::private.due_reminder as due, dense_rank() over (order by d.customer_id) as client
      from private.due_reminders(v_on_day) d
    ) ranked
    group by (ranked.client - 1) / 100
    order by (ranked.client - 1) / 100
  loop
    -- A call does one batch at least, then stays well under the time-out of hosted roles; the caller
    -- asks again while there is more.
    v_more := v_has_begun and clock_timestamp() > v_stop_at;
    exit when v_more;
    v_has_begun := true;
    begin
      v_counts := private.add_counts(v_counts, private.remind(v_batch, v_on_day));
    exception when others then
      v_counts := private.add_counts(v_counts, private.remind_one_by_one(v_batch, v_on_day));
    end;
  end loop;
  return private.add_counts(v_counts, private.tell_of_appointments(run_reminders.as_of)) || jsonb_build_object('more', v_more);
end;
$$;
comment on function private.run_reminders is 'The day''s reminders as of an instant → {mails, units, activities, appointments, confirmed_again, failed, more}. A second run finds nothing.';
