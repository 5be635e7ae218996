-- Closures page: who could stay at home on a day and with what work, what was closed before, and how far the clients of one
-- have been told.

-- How a client hears of it by now ---------------------------------------------------------------------------------

create function private.mail_of_client(closure_id uuid, customer_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select case
      when count(*) = 0 then null
      when bool_or(m.state = 'sent' and s.id is null) then 'sent'
      when bool_or(m.state in ('queued', 'sending')) then 'waiting'
      when bool_or(m.state in ('dead', 'uncertain') or s.id is not null) then 'failed'
      else 'dropped' end
    from private.mails_of_closure(mail_of_client.closure_id) m
    left join public.suppressions s on s.address = m.recipient and s.reason in ('hard_bounce', 'complaint')
    where m.customer_id = mail_of_client.customer_id);
end;
$$;
comment on function private.mail_of_client is 'What became of a client''s mail about a closure: sent, waiting, failed (came back, or nobody knows), dropped (nothing in it was left to say); null where there is none.';

create function private.told_by_now(closure_id uuid, told text, customer_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  -- Who cannot be reached by mail after all is called.
  return case when told = 'mail' and private.mail_of_client(closure_id, customer_id) = 'failed' then
    case when private.number_to_call(customer_id, '{}') is null then 'letter' else 'call' end
    else told end;
end;
$$;
comment on function private.told_by_now is 'How a client hears of a closure after all.';

create function private.stop_now(part public.closure_parts)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'now', case when private.is_waiting(t.state) then 'waits' when private.is_over(t.state) and n.starts_at is null then 'ended' else 'placed' end,
      'new_time', coalesce(n.starts_at, case when not private.is_waiting(t.state) and not private.is_over(t.state) then lower(t.during) end),
      'activity_id', a.id,
      'result', (select c.result from private.calls_that_count(a.id) c order by c.number desc limit 1))
    from public.technician_tasks t
    left join lateral (
      -- The same units, by their link or on the phone.
      select lower(l.during) as starts_at
      from public.maintenance_visits v
      cross join lateral private.live_task(v.cycle_id) l
      where v.task_id = t.id and l.id is not null and l.id <> t.id
      order by lower(l.during) limit 1
    ) n on true
    left join lateral (
      select o.* from public.office_activities o
      where o.kind = 'needs_rescheduling' and o.subject_key = private.subject_key('task', t.id::text)
      order by o.created_at desc limit 1
    ) a on true
    where t.id = part.task_id);
end;
$$;
comment on function private.stop_now is 'What became of a stop that was put aside: {now: waits, placed (it has another time: new_time), ended; activity_id: the office''s work about it; result: of the last call}.';

create function private.closure_stops(closure public.closures)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(private.closed_stop_told(p) || private.stop_now(p) || jsonb_build_object(
        'told', private.told_by_now(closure.id, p.told, t.customer_id), 'was_told', p.told,
        'mail', private.mail_of_client(closure.id, t.customer_id))
      order by lower(p.during), p.technician_id), '[]')
    from public.closure_parts p join public.technician_tasks t on t.id = p.task_id
    where p.closure_id = closure.id and p.what = 'put_aside');
end;
$$;
comment on function private.closure_stops is 'The stops that a closure put aside: private.closed_stop_told with told (as it is by now), was_told (as it was to be), mail (private.mail_of_client), and private.stop_now.';

-- The pages -------------------------------------------------------------------------------------------------------

create function private.closure_told(closure public.closures)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('closure_id', closure.id, 'on_day', closure.on_day, 'starts_at', lower(closure.during), 'ends_at', upper(closure.during),
    'outdoor_only', closure.outdoor_only, 'reason', closure.reason, 'note', closure.note,
    'technicians', (select jsonb_agg(h.first_name order by h.name, h.id) from public.technicians h where h.id = any (closure.technician_ids)),
    'made_at', closure.made_at, 'made_by', (select s.name from public.staff s where s.id = closure.made_by), 'mails_at', closure.mails_at,
    'undone_at', closure.undone_at, 'undone_by', (select s.name from public.staff s where s.id = closure.undone_by),
    'stops', (select count(*) from public.closure_parts p where p.closure_id = closure.id and p.what = 'put_aside'));
end;
$$;
comment on function private.closure_told is 'A closure: {closure_id, on_day, starts_at, ends_at, outdoor_only, reason, note, technicians: first names, made_at, made_by, mails_at, undone_at, undone_by, stops: how many it put aside}.';

create function private.closure_page(closure_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_closure public.closures;
begin
  select * into v_closure from public.closures c where c.id = closure_page.closure_id;
  if not found then
    raise exception 'no such closure' using errcode = 'PT404';
  end if;
  return private.closure_told(v_closure) || jsonb_build_object('status', 'ok', 'today', private.company_day(as_of),
    'stays_because', private.why_not_undone(v_closure, as_of), 'rows', private.closure_stops(v_closure));
end;
$$;
comment on function private.closure_page is 'One closure: see the door of the same name.';

create function private.closures_page(on_day date, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
  v_day date := coalesce(on_day, v_today);
  v_closed tstzrange := private.closed_time(v_day, null, null, as_of);
begin
  return jsonb_build_object('status', 'ok', 'today', v_today, 'on_day', v_day,
    'holiday', (select d.name from public.holidays d where d.on_day = v_day),
    'outdoor_kinds', (select coalesce(jsonb_agg(k.name order by k.name), '[]') from public.equipment_categories k where k.outdoor),
    'technicians', (
      select coalesce(jsonb_agg(jsonb_build_object('technician_id', h.id, 'name', h.name, 'first_name', h.first_name,
        'stops', cardinality(private.stops_to_close(array[h.id], v_closed, false)),
        'outdoor_stops', cardinality(private.stops_to_close(array[h.id], v_closed, true)),
        'is_away', exists (
          select from public.technician_tasks t
          where t.technician_id = h.id and t.task_type = 'time_off' and t.blocking and t.during && v_closed)) order by h.name, h.id), '[]')
      from public.technicians h where h.active),
    'closures', (
      select coalesce(jsonb_agg(private.closure_told(c) order by c.on_day desc, c.made_at desc, c.id), '[]')
      from (select * from public.closures o order by o.on_day desc, o.made_at desc, o.id limit 50) c));
end;
$$;
comment on function private.closures_page is 'A day that may be closed, and what was: see the door of the same name.';
