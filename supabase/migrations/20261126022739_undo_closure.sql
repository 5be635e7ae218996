-- Undo a closure: as long as nobody was told of it, a day is opened again as it was.

create function private.mails_of_closure(closure_id uuid)
returns setof public.messages
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select m.* from public.messages m
  where m.task_id in (select p.task_id from public.closure_parts p where p.closure_id = mails_of_closure.closure_id)
    and m.payload ->> 'closure_id' = mails_of_closure.closure_id::text;
end;
$$;
comment on function private.mails_of_closure is 'The mails that tell clients of a closure.';

create function private.calls_of_closure(closure public.closures)
returns setof public.activity_calls
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select c.*
  from public.closure_parts p
  join public.office_activities a on a.kind = 'needs_rescheduling' and a.subject_key = private.subject_key('task', p.task_id::text)
  cross join lateral private.calls_that_count(a.id) c
  where p.closure_id = closure.id and p.what = 'put_aside' and c.turn > closure.turn;
end;
$$;
comment on function private.calls_of_closure is 'The calls about stops that a closure put aside, and letters, since it was made.';

create function private.why_not_undone(closure public.closures, as_of timestamptz)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when closure.undone_at is not null then 'undone'
    when upper(closure.during) <= as_of then 'over'
    when exists (select from private.mails_of_closure(closure.id) m where m.state <> all ('{queued, superseded}') or m.handed_over_at is not null) then 'sent'
    when exists (select from private.calls_of_closure(closure)) then 'called' end;
end;
$$;
comment on function private.why_not_undone is 'Why a closure stays: undone (already), over (its time has passed), sent (a mail went to a client), called (a client was called or written to); null where it can be undone.';

create function private.owes_a_time(task_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- A mail of before the closure that has not gone tells of a revision that is no more.
  return coalesce((
    select m.state = 'superseded' or m.state = 'queued' and m.kind <> 'confirmation'
    from public.messages m
    where m.task_id = owes_a_time.task_id and private.tells_a_time(m.kind) and not private.is_taken_back(m.id)
    order by m.created_at desc, (m.payload ->> 'revision')::integer desc, m.id limit 1), false);
end;
$$;
comment on function private.owes_a_time is 'Whether the last mail that was to tell a client when a stop is has not gone, and does not go any more by itself now that the stop is back.';

create function private.stops_said_off(message public.messages)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case message.kind
    when 'rebook' then case when message.payload ? 'visit' then jsonb_build_array(message.payload -> 'visit') else '[]' end
    when 'work_cancelled' then jsonb_build_array(message.payload - '{reason, why, closure_id, again, more_visits}'::text[])
    else '[]' end || coalesce(message.payload -> 'more_visits', '[]');
end;
$$;
comment on function private.stops_said_off is 'The facts of the stops that a mail calls off (private.stop_facts), in its order.';

create function private.units_left_behind(task public.technician_tasks)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(distinct u.unit), '[]')
    from public.messages m
    cross join lateral jsonb_array_elements(private.stops_said_off(m)) f (facts)
    cross join lateral jsonb_array_elements(f.facts -> 'units') u (unit)
    where m.customer_id = task.customer_id and m.kind = 'rebook' and m.state = 'queued' and m.payload ->> 'reason' = any ('{closed, away}')
      and f.facts ->> 'task_id' = task.id::text
      and exists (
        select from public.maintenance_visits v
        where v.cycle_id = (u.unit ->> 'cycle_id')::uuid and v.state = 'needs_rescheduling' and v.task_id <> task.id));
end;
$$;
comment on function private.units_left_behind is 'Units that a mail that waits calls off together with a stop, and that wait apart from it by now: given another time, which was taken back.';

create function private.bring_back(part public.closure_parts, as_of timestamptz)
returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
  v_left_behind jsonb;
  v_why text;
begin
  select * into v_task from public.technician_tasks t where t.id = part.task_id;
  if v_task.state <> 'needs_rescheduling' or v_task.technician_id is distinct from part.technician_id or lower(v_task.during) <> lower(part.during) then
    return case when private.is_over(v_task.state) then 'ended' else 'changed' end;
  elsif upper(v_task.during) <= as_of then
    return 'past';
  end if;
  if private.is_closed_outside(v_task, part.technician_id, v_task.during, (select c.turn from public.closures c where c.id = part.closure_id), part.closure_id) then
    return 'closed';
  end if;
  v_why := private.put_back(v_task.id, part.technician_id, v_task.during, part.state);
  if v_why is not null then
    return v_why;
  end if;
  perform private.settle('moved', 'task', array[v_task.id::text], 'moved');
  v_left_behind := private.units_left_behind(v_task);
  if v_left_behind <> '[]' then
    perform private.tell_client('appointment_changed', v_task.id, private.stop_facts(v_task.id) || jsonb_build_object('given_up', v_left_behind));
  elsif private.owes_a_time(v_task.id) then
    perform private.tell_of_time(v_task.id);
  end if;
  return null;
end;
$$;
comment on function private.bring_back is 'A stop that a closure put aside is where it was, with whom it was; null, or why it is not: ended, changed (it has another time or technician, or nobody), past, technician (who has left), closed (for what stands outside, since then), taken (something else is there, another closed day too).';

create function private.hand_over_stops(closure public.closures, task_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'keep_closed'
as $$
declare
  v_other public.closures;
  v_stops public.closure_parts[];
  v_heard uuid[];
begin
  for v_other in
    select c.* from public.closures c
    where c.id <> closure.id and c.undone_at is null and c.during && closure.during and c.technician_ids && closure.technician_ids and task_ids <> '{}'
    order by c.made_at, c.id
  loop
    v_stops := array(
      select p from public.closure_parts p join public.technician_tasks t on t.id = p.task_id
      where p.closure_id = closure.id and p.task_id = any (task_ids) and p.during && v_other.during and p.technician_id = any (v_other.technician_ids)
        and (not v_other.outdoor_only or private.is_outdoor_work(t))
        and not exists (select from public.closure_parts o where o.closure_id = v_other.id and o.task_id = p.task_id)
      order by lower(p.during), p.task_id);
    task_ids := array(select unnest(task_ids) except select s.task_id from unnest(v_stops) s);
    v_heard := array(select m.customer_id from private.mails_of_closure(v_other.id) m);
    perform private.tell_of_closure(v_other, array(select s.task_id from unnest(v_stops) s));
    insert into public.closure_parts (closure_id, task_id, what, technician_id, during, state, revision, told)
    select v_other.id, s.task_id, s.what, s.technician_id, s.during, s.state, s.revision,
      -- Who read of other stops already is mailed once, and called of this one.
      case when t.customer_id <> all (v_heard) or p.told = 'nobody' then p.told when private.number_to_call(t.customer_id, '{}') is not null then 'call' else 'letter' end
    from unnest(v_stops) s
    join public.technician_tasks t on t.id = s.task_id
    cross join lateral (select private.told_of_closure(v_other.id, t.customer_id) as told) p;
  end loop;
  perform private.tell_of_absence(array(select t.id from public.technician_tasks t where t.id = any (task_ids) and private.is_away_for(t) order by t.id));
end;
$$;
comment on function private.hand_over_stops is 'Stops that are not back, since another closed day keeps their technicians at home, become its own: their clients are told of that one, or of a leave that keeps them there.';

create function private.tell_of_given_up(task_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.tell_work_off(t.id, private.work_off(t.id) || jsonb_build_object('again', coalesce(private.is_open_repair(w.state), false)))
  from public.technician_tasks t left join public.work_orders w on w.id = t.work_order_id and w.kind = 'repair'
  where t.id = any (task_ids);
end;
$$;
comment on function private.tell_of_given_up is 'Work that was given up while its day was closed was told by the mail of the closure, which goes nowhere any more: its clients hear of it by itself.';

create function private.waits_untold(cycle_id uuid, message public.messages, dropped uuid[])
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (select from public.maintenance_visits v where v.cycle_id = waits_untold.cycle_id and v.state = 'needs_rescheduling')
    and not exists (
      select from public.messages n
      where n.customer_id = message.customer_id and n.recipient = message.recipient and n.kind = 'rebook' and n.state = 'queued' and n.id <> all (dropped)
        and n.payload @> jsonb_build_object('items', jsonb_build_array(jsonb_build_object('cycle_id', waits_untold.cycle_id))));
end;
$$;
comment on function private.waits_untold is 'Whether a unit of a mail that does not go waits for another time, and no other mail to the same address says so.';

create function private.is_off_untold(stop jsonb, message public.messages, dropped uuid[])
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (select from public.technician_tasks t where t.id = (stop ->> 'task_id')::uuid and private.is_waiting(t.state))
    and not exists (
      select from public.messages n
      where n.customer_id = message.customer_id and n.recipient = message.recipient and n.state = 'queued' and n.id <> all (dropped)
        and private.stops_said_off(n) @> jsonb_build_array(jsonb_build_object('task_id', stop -> 'task_id')));
end;
$$;
comment on function private.is_off_untold is 'The same of work that is no visit.';

create function private.tell_what_waits(dropped uuid[], but_for uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_mail public.messages;
  v_all jsonb;
  v_stops jsonb;
  v_items jsonb;
begin
  for v_mail in
    select * from public.messages m where m.id = any (dropped) order by m.created_at, m.id
  loop
    v_all := (
      select coalesce(jsonb_agg(f.facts order by f.n), '[]') from jsonb_array_elements(private.stops_said_off(v_mail)) with ordinality f (facts, n)
      where (f.facts ->> 'task_id')::uuid <> all (but_for));
    v_items := (
      select coalesce(jsonb_agg(i.item order by i.n), '[]') from jsonb_array_elements(v_mail.payload -> 'items') with ordinality i (item, n)
      where private.waits_untold((i.item ->> 'cycle_id')::uuid, v_mail, dropped)
        and exists (select from jsonb_array_elements(v_all) f where f -> 'units' @> jsonb_build_array(jsonb_build_object('cycle_id', i.item -> 'cycle_id'))));
    v_stops := (
      select coalesce(jsonb_agg(f.facts order by f.n), '[]') from jsonb_array_elements(v_all) with ordinality f (facts, n)
      where case when f.facts ? 'work' then private.is_off_untold(f.facts, v_mail, dropped)
        else exists (select from jsonb_array_elements(v_items) i where f.facts -> 'units' @> jsonb_build_array(jsonb_build_object('cycle_id', i -> 'cycle_id'))) end);
    continue when v_stops = '[]';
    insert into public.messages (kind, recipient, customer_id, cycle_id, task_id, dedupe_key, next_attempt_at, payload)
    values (case when v_items = '[]' then 'work_cancelled' else 'rebook' end, v_mail.recipient, v_mail.customer_id,
      (v_items #>> '{0,cycle_id}')::uuid, (v_stops #>> '{0,task_id}')::uuid, v_mail.dedupe_key || ':waits', v_mail.next_attempt_at,
      case when v_items = '[]' then v_stops -> 0 || '{"again": true}'
        else jsonb_build_object('first_name', v_mail.payload -> 'first_name', 'reason', 'company_cancelled', 'visit', v_stops -> 0, 'items', v_items) end
        || jsonb_build_object('more_visits', v_stops - 0))
    on conflict on constraint messages_dedupe_key_key do nothing;
  end loop;
end;
$$;
comment on function private.tell_what_waits is 'Mails that are dropped, since what they blame is undone, go all the same, when they were to go, for what waits still (but for stops that are back, or told of otherwise), without saying why.';

create function private.undo_closure(closure_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'undo_closure'
as $$
declare
  v_closure public.closures;
  v_tasks uuid[];
  v_part public.closure_parts;
  v_why text;
  v_back uuid[] := array[]::uuid[];
  v_mails uuid[];
  v_not_back jsonb := jsonb_build_array();
  v_still_closed uuid[] := array[]::uuid[];
  v_ended uuid[] := array[]::uuid[];
begin
  v_tasks := array(select p.task_id from public.closure_parts p where p.closure_id = undo_closure.closure_id);
  perform private.lock_tasks_contracts(v_tasks);
  perform private.lock_tasks(v_tasks, array(select p.technician_id from public.closure_parts p where p.closure_id = undo_closure.closure_id));
  select * into v_closure from public.closures c where c.id = undo_closure.closure_id for update;
  if not found then
    raise exception 'no such closure' using errcode = 'PT404';
  end if;
  -- Whoever is about to send them waits, or has them already.
  perform from public.messages m where m.id in (select o.id from private.mails_of_closure(v_closure.id) o) order by m.id for update;
  v_why := private.why_not_undone(v_closure, as_of);
  if v_why is not null then
    return private.refused(v_why);
  end if;
  for v_part in
    select p.* from public.closure_parts p where p.closure_id = v_closure.id order by p.what = 'put_aside', lower(p.during), p.task_id
  loop
    if v_part.what = 'time_off' then
      perform private.end_task(t, 'cancelled') from public.technician_tasks t where t.id = v_part.task_id and private.is_unfinished(t.state);
      perform private.keep_closed(v_part.technician_id, v_part.during, v_closure.id);
      continue;
    end if;
    v_why := private.bring_back(v_part, as_of);
    if v_why is null then
      v_back := v_back || v_part.task_id;
    else
      v_not_back := v_not_back || jsonb_build_array(private.closed_stop_told(v_part) || jsonb_build_object('why', v_why));
      v_still_closed := v_still_closed || case when v_why in ('closed', 'taken', 'technician') then array[v_part.task_id] else '{}' end;
      v_ended := v_ended || case when v_why = 'ended' then array[v_part.task_id] else '{}' end;
    end if;
  end loop;
  v_mails := array(select m.id from private.mails_of_closure(v_closure.id) m where m.state = 'queued');
  update public.messages m set state = 'superseded', last_error = 'the day was opened again' where m.id = any (v_mails);
  perform private.tell_of_given_up(v_ended);
  perform private.hand_over_stops(v_closure, v_still_closed);
  -- What became another closed day's is told by that one, be it by a call.
  perform private.tell_what_waits(v_mails, v_back || array(
    select p.task_id from public.closure_parts p join public.closures c on c.id = p.closure_id
    where p.task_id = any (v_tasks) and c.id <> v_closure.id and c.undone_at is null and c.during && v_closure.during));
  update public.closures c set undone_at = private.clock(), undone_by = private.me(), undone_turn = nextval('private.turns') where c.id = v_closure.id;
  return jsonb_build_object('status', 'undone', 'back', cardinality(v_back), 'not_back', v_not_back);
end;
$$;
comment on function private.undo_closure is 'Opens a day again that was closed: see the door of the same name. PT404.';
