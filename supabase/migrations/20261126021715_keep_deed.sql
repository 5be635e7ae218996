-- Keep a deed: how things stand before the office does something on the board, and what it did, so that it can be taken back.

create type private.standing_before as (
  tasks public.technician_tasks[],
  customer_ids uuid[],
  subjects text[],
  open_activities uuid[],
  told jsonb,
  queued uuid[],
  holding uuid[],
  unpriced uuid[]
);
comment on type private.standing_before is 'How things stand before a deed: the tasks that it may change, the open activities about them, and the mails to their clients that wait (queued), and those of them that are worth sending (holding), and the cycles whose price nobody was told yet (unpriced).';

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
  v_before.unpriced := array(select y.id from public.maintenance_cycles y where y.id = any (cycle_ids) and y.price_frozen_at is null order by y.id);
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
  insert into private.deeds (what, staff_id, settled, raised, told, sent, held, priced)
  values (keep_deed.what, private.me(),
    array(select a.id from public.office_activities a where a.id = any ((before).open_activities) and a.state = 'done' order by a.id),
    array(select a.id from public.office_activities a where a.subject_key = any (v_subjects) and a.state = 'open' and a.id <> all ((before).open_activities) order by a.id),
    (before).told, v_mails.sent, v_mails.held, (before).unpriced)
  returning * into v_deed;
  insert into private.deed_tasks (deed_id, task_id, is_new, technician_id, during, state, revision_before, revision_after)
  select v_deed.id, t.id, b.id is null, b.technician_id, coalesce(b.during, t.during), coalesce(b.state, t.state), coalesce(b.revision, t.revision), t.revision
  from unnest(v_tasks) t left join unnest((before).tasks) b on b.id = t.id;
  return jsonb_build_object('undo', jsonb_build_object('deed_id', v_deed.id, 'until', v_deed.made_at + private.time_to_undo()));
end;
$$;
comment on function private.keep_deed is 'Writes down what the office has just done, holds its mails, and tells how it is taken back: {undo: {deed_id, until}}; nothing where nothing changed.';
