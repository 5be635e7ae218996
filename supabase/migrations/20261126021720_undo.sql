-- Undo: what the office does on the board is told to clients five minutes later, and can be taken back until then, exactly: a
-- client never ends up told of a time that is not so, nor untold of one that is.

-- Before and after --------------------------------------------------------------------------------------------------

create type private.standing_before as (
  tasks public.technician_tasks[],
  customer_ids uuid[],
  subjects text[],
  open_activities uuid[],
  told jsonb,
  queued uuid[],
  holding uuid[]
);
comment on type private.standing_before is 'How things stand before a deed: the tasks that it may change, the open activities about them, and the mails to their clients that wait (queued), and those of them that are worth sending (holding).';

create function private.time_to_undo()
returns interval
language sql immutable
return interval '5 minutes';
comment on function private.time_to_undo is 'For how long what the office did on the board can be taken back, and its mails wait.';

create function private.subjects_of(tasks public.technician_tasks[], cycle_ids uuid[], work_order_ids uuid[])
returns text[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select private.subject_key('task', t.id::text) from unnest(tasks) t
    union select private.subject_key('customer', t.customer_id::text) from unnest(tasks) t where t.customer_id is not null
    union select private.subject_key('work_order', t.work_order_id::text) from unnest(tasks) t where t.work_order_id is not null
    union select private.subject_key('work_order', w::text) from unnest(work_order_ids) w
    union select private.subject_key('cycle', y::text) from unnest(cycle_ids) y
    union select private.subject_key('cycle', v.cycle_id::text) from public.maintenance_visits v where v.task_id in (select t.id from unnest(tasks) t) and private.is_unsettled(v.state));
end;
$$;
comment on function private.subjects_of is 'What activities about these tasks, cycles and repairs are about.';

create function private.told_in(details jsonb)
returns jsonb
language sql immutable
return coalesce((select jsonb_object_agg(d.key, d.value) from jsonb_each(details) d where d.key in ('message', 'starts_at', 'revision', 'reason')), '{}');
comment on function private.told_in is 'What an activity says of a time, and why it is there: nothing that a person wrote.';

create function private.before_deed(task_ids uuid[], cycle_ids uuid[] default '{}', work_order_ids uuid[] default '{}', customer_ids uuid[] default '{}')
returns private.standing_before
language plpgsql stable
set search_path = ''
as $$
declare
  v_before private.standing_before;
begin
  v_before.tasks := array(select t from public.technician_tasks t where t.id = any (task_ids) order by t.id);
  v_before.customer_ids := array(
    select t.customer_id from unnest(v_before.tasks) t where t.customer_id is not null union select c from unnest(before_deed.customer_ids) c);
  v_before.subjects := private.subjects_of(v_before.tasks, cycle_ids, work_order_ids)
    || array(select private.subject_key('customer', c::text) from unnest(v_before.customer_ids) c);
  select coalesce(array_agg(a.id), '{}'), coalesce(jsonb_object_agg(a.id, private.told_in(a.details)), '{}') into v_before.open_activities, v_before.told
  from public.office_activities a where a.state = 'open' and a.subject_key = any (v_before.subjects);
  select coalesce(array_agg(m.id), '{}'), coalesce(array_agg(m.id) filter (where private.superseded_because(m) is null), '{}') into v_before.queued, v_before.holding
  from public.messages m where m.customer_id = any (v_before.customer_ids) and m.state = 'queued';
  return v_before;
end;
$$;
comment on function private.before_deed is 'How things stand with these tasks, cycles, repairs and clients. Callers hold the locks.';

create function private.hold_mails(before private.standing_before, out sent uuid[], out held jsonb)
language plpgsql volatile
set search_path = ''
as $$
begin
  with waits as (
    update public.messages m set next_attempt_at = clock_timestamp() + private.time_to_undo()
    where m.customer_id = any ((before).customer_ids) and m.state = 'queued' and m.attempts = 0 and m.id <> all ((before).queued)
    returning m.id
  )
  select coalesce(array_agg(w.id), '{}') into sent from waits w;
  -- Not true any more, and true again if this is taken back: meanwhile nobody looks at them.
  with untrue as (
    select m.id, m.next_attempt_at from public.messages m
    where m.id = any ((before).holding) and m.state = 'queued' and private.superseded_because(m) is not null
    order by m.id for update skip locked
  ), waits as (
    update public.messages m set next_attempt_at = greatest(u.next_attempt_at, clock_timestamp() + private.time_to_undo())
    from untrue u where m.id = u.id
    returning m.id, u.next_attempt_at
  )
  select coalesce(jsonb_object_agg(w.id, w.next_attempt_at), '{}') into held from waits w;
end;
$$;
comment on function private.hold_mails is 'Holds back for five minutes the mails that a deed has queued (sent) and those that it made untrue (held).';

create function private.keep_deed(what text, before private.standing_before, task_ids uuid[])
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'keep_deed'
as $$
declare
  v_tasks public.technician_tasks[] := array(
    select t from public.technician_tasks t
    where (t.id = any (task_ids) or t.id in (select b.id from unnest((before).tasks) b))
      and not exists (select from unnest((before).tasks) b where b.id = t.id and b.revision = t.revision)
    order by t.id);
  v_subjects text[] := (before).subjects || private.subjects_of(v_tasks, '{}', '{}');
  v_mails record;
  v_deed private.deeds;
begin
  if v_tasks = '{}' then
    return jsonb_build_object();
  end if;
  v_mails := private.hold_mails(before);
  insert into private.deeds (what, staff_id, settled, raised, told, sent, held)
  values (keep_deed.what, private.me(),
    array(select a.id from public.office_activities a where a.id = any ((before).open_activities) and a.state = 'done' order by a.id),
    array(select a.id from public.office_activities a where a.subject_key = any (v_subjects) and a.state = 'open' and a.id <> all ((before).open_activities) order by a.id),
    (before).told, v_mails.sent, v_mails.held)
  returning * into v_deed;
  insert into private.deed_tasks (deed_id, task_id, is_new, technician_id, during, state, revision_before, revision_after)
  select v_deed.id, t.id, b.id is null, b.technician_id, coalesce(b.during, t.during), coalesce(b.state, t.state), coalesce(b.revision, t.revision), t.revision
  from unnest(v_tasks) t left join unnest((before).tasks) b on b.id = t.id;
  return jsonb_build_object('undo', jsonb_build_object('deed_id', v_deed.id, 'until', v_deed.made_at + private.time_to_undo()));
end;
$$;
comment on function private.keep_deed is 'Writes down what the office has just done, holds its mails, and tells how it is taken back: {undo: {deed_id, until}}; nothing where nothing changed.';

-- Taken back --------------------------------------------------------------------------------------------------------

create function private.waited_for_day(deed private.deeds)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from private.deed_tasks d
    join public.closure_parts p on p.task_id = d.task_id and p.what = 'put_aside'
    join public.closures c on c.id = p.closure_id
    where d.deed_id = deed.id and private.is_waiting(d.state) and c.made_at <= deed.made_at and c.undone_at >= deed.made_at);
end;
$$;
comment on function private.waited_for_day is 'Whether a deed gave a time to work that a closed day had put aside, and the day was opened since: nothing would tell its client then why it waits again.';

create function private.cannot_take_back(deed private.deeds, as_of timestamptz)
returns text
language plpgsql volatile
set search_path = ''
as $$
declare
  v_is_gone boolean;
begin
  if deed.undone_at is not null then
    return 'undone';
  elsif exists (
    select from private.deed_tasks d left join public.technician_tasks t on t.id = d.task_id
    where d.deed_id = deed.id and private.is_of_now(t, d.revision_after) is not true) then
    return 'changed';
  elsif private.waited_for_day(deed) then
    return 'changed';
  elsif as_of > deed.made_at + private.time_to_undo() then
    return 'over';
  end if;
  -- A sender that has one of them at this moment is waited for, and none takes one from now on.
  perform from public.messages m where m.id = any (deed.sent) order by m.id for update;
  select coalesce(bool_or(m.attempts > 0 or m.state not in ('queued', 'superseded')), false) into v_is_gone
  from public.messages m where m.id = any (deed.sent);
  return case when v_is_gone then 'over' end;
end;
$$;
comment on function private.cannot_take_back is 'Why a deed is not taken back: undone (it was already), changed (somebody changed it since), over (five minutes have passed, or a mail of it is gone); null where it can be. Holds its mails.';

create function private.reopen_settled(deed private.deeds)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'undo_deed'
as $$
begin
  update public.office_activities a set state = 'done', closed_at = private.clock(), outcome = 'taken back'
  where a.id = any (deed.raised) and a.state = 'open';
  update public.office_activities a set state = 'open', closed_at = null, outcome = null
  where a.id = any (deed.settled) and a.state = 'done' and not a.closed_by_hand
    and not exists (select from public.office_activities o where o.kind = a.kind and o.subject_key = a.subject_key and o.state = 'open')
    -- A stop that gave way to a booking stays away: the booking waits in its stead (take_away).
    and not (deed.what = 'book' and exists (
      select from private.deed_tasks d where d.deed_id = deed.id and a.subject_key = private.subject_key('task', d.task_id::text)));
end;
$$;
comment on function private.reopen_settled is 'Closes what a deed has opened, and opens what it has settled.';

create function private.retell(deed private.deeds)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.office_activities a set details = (a.details - array['message', 'starts_at', 'revision', 'reason']) || t.value
  from jsonb_each(deed.told) t
  where a.id = t.key::uuid and a.state = 'open' and private.told_in(a.details) <> t.value;
end;
$$;
comment on function private.retell is 'Open activities tell again what they told before a deed.';

create function private.take_away(deed private.deeds, task public.technician_tasks)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  if deed.what <> 'book' then
    perform private.end_task(task, 'cancelled');
  elsif exists (select from private.deed_tasks d where d.deed_id = deed.id and not d.is_new) then
    -- It had taken the place of a stop that waited for another time.
    perform private.park_tasks(array[task.id], 'the office put it aside');
  else
    perform private.cancel_visits(task.id, array(select v.id from public.maintenance_visits v where v.task_id = task.id and private.is_unsettled(v.state)),
      null, 'taken back', with_mail => false);
  end if;
end;
$$;
comment on function private.take_away is 'Takes off the calendar what a deed has made. A booking that had taken the place of a stop which waited, waits in its stead. A price that was told stays told.';

create function private.put_tasks_back(deed private.deeds)
returns void
language plpgsql volatile
set search_path = ''
set rules.made_by = 'undo_deed'
as $$
declare
  v_old private.deed_tasks;
begin
  -- Of several the first make room for each other.
  update public.technician_tasks t set state = 'needs_rescheduling'
  from private.deed_tasks d
  where d.deed_id = deed.id and d.task_id = t.id and not d.is_new and t.state = 'scheduled'
    and 1 < (select count(*) from private.deed_tasks n where n.deed_id = deed.id and not n.is_new);
  for v_old in
    select * from private.deed_tasks d where d.deed_id = deed.id and not d.is_new order by d.task_id
  loop
    update public.technician_tasks t set technician_id = v_old.technician_id, during = v_old.during, state = v_old.state where t.id = v_old.task_id;
    update public.maintenance_visits v set state = 'needs_rescheduling'
    where v.task_id = v_old.task_id and v.state = 'scheduled' and private.is_waiting(v_old.state);
  end loop;
end;
$$;
comment on function private.put_tasks_back is 'Gives the tasks of a deed the technician, the time and the state that they had.';

create function private.mail_as_before(deed private.deeds)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.messages m set state = 'superseded', last_error = 'taken back' where m.id = any (deed.sent) and m.state = 'queued';
  update public.messages m set next_attempt_at = h.value::timestamptz
  from jsonb_each_text(deed.held) h where m.id = h.key::uuid and m.state = 'queued' and m.attempts = 0;
  -- Taken out in between, for what is not so any more: decided anew.
  insert into public.messages (kind, recipient, customer_id, cycle_id, task_id, dedupe_key, payload)
  select m.kind, m.recipient, m.customer_id, m.cycle_id, m.task_id, m.dedupe_key || ':' || deed.id, m.payload
  from jsonb_object_keys(deed.held) h (id) join public.messages m on m.id = h.id::uuid
  where m.state = 'superseded'
  on conflict on constraint messages_dedupe_key_key do nothing;
end;
$$;
comment on function private.mail_as_before is 'Takes out the mails of a deed, and lets those go that it had held back.';

create function private.undo_deed(deed_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'undo_deed'
as $$
declare
  v_deed private.deeds;
  v_reason text;
  v_task public.technician_tasks;
begin
  if not exists (select from private.deeds d where d.id = undo_deed.deed_id) then
    raise exception 'no such deed' using errcode = 'PT404';
  end if;
  perform private.lock_contracts(array(
    select unnest(private.task_contracts(d.task_id)) from private.deed_tasks d where d.deed_id = undo_deed.deed_id));
  perform private.lock_tasks(
    array(select d.task_id from private.deed_tasks d where d.deed_id = undo_deed.deed_id),
    array(select d.technician_id from private.deed_tasks d where d.deed_id = undo_deed.deed_id));
  select * into v_deed from private.deeds d where d.id = undo_deed.deed_id for update;
  v_reason := private.cannot_take_back(v_deed, as_of);
  if v_reason is not null then
    return private.refused(v_reason);
  end if;
  begin
    perform private.reopen_settled(v_deed);
    if v_deed.what <> 'book' then
      perform private.put_tasks_back(v_deed);
    end if;
    for v_task in
      select t.* from private.deed_tasks d join public.technician_tasks t on t.id = d.task_id where d.deed_id = v_deed.id and d.is_new order by t.id
    loop
      perform private.take_away(v_deed, v_task);
    end loop;
    perform private.retell(v_deed);
    perform private.mail_as_before(v_deed);
  exception
    when exclusion_violation then return private.refused('overlap');
    when sqlstate 'MT021' then return private.refused('technician');
  end;
  update private.deed_tasks d set revision_undone = t.revision
  from public.technician_tasks t where d.deed_id = v_deed.id and t.id = d.task_id and not d.is_new;
  update private.deeds d set undone_at = private.clock(), undone_by = private.me() where d.id = v_deed.id;
  return jsonb_build_object('status', 'undone');
end;
$$;
comment on function private.undo_deed is 'Takes back what the office did on the board: {status: undone | refused (reason: over, changed, undone, overlap: its old place went to something else, technician: who had it has left)}. PT404.';
