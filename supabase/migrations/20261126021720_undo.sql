-- Undo: what the office does on the board is told to clients five minutes later, and can be taken back until then, exactly: a
-- client never ends up told of a time that is not so, nor untold of one that is.

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
    where d.deed_id = deed.id and private.is_waiting(d.state) and c.undone_turn > deed.turn);
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

create function private.deed_overtaken(deed private.deeds)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_tasks uuid[] := array(
    select d.task_id from private.deed_tasks d left join public.technician_tasks t on t.id = d.task_id
    where d.deed_id = deed.id and private.is_of_now(t, d.revision_after) is not true);
  v_last jsonb := private.last_change(v_tasks, array['state', 'technician_id', 'during']);
  v_repair text := (
    select w.state from public.technician_tasks t join public.work_orders w on w.id = t.work_order_id
    where t.id = any (v_tasks) and w.kind = 'repair' and private.is_repair_without_time(w.state) order by w.id limit 1);
begin
  if v_tasks = '{}' then
    -- As the deed left it, but the closed day that it waited for was opened (private.waited_for_day).
    return private.refused('changed') || '{"what": "day", "at": null, "by": null}';
  end if;
  return private.refused('changed') || jsonb_build_object('at', v_last -> 'at', 'by', v_last -> 'by', 'what', case
    when v_repair = 'quoted' then 'amount'
    when v_repair = 'waiting_for_parts' then 'parts'
    when v_last -> 'changes' ? 'state' then 'state'
    when v_last -> 'changes' ? 'technician_id' then 'technician'
    when v_last -> 'changes' ? 'during' then 'time'
    else 'gone' end);
end;
$$;
comment on function private.deed_overtaken is 'The refusal to take back what somebody changed since: {status: refused, reason: changed, at, by: null where that was no person, what: time, technician, state (begun, over, or put aside), amount (its repair is quoted anew), parts (its repair waits for them), day (the closed day that it had waited for was opened), gone}.';

create function private.untold_prices(deed private.deeds)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select y.id
    from public.maintenance_cycles y join public.maintenance_contracts c on c.id = y.contract_id
    where y.id = any (deed.priced)
      and not exists (
        select from public.messages m where m.customer_id = c.customer_id and m.created_at >= deed.made_at and m.id <> all (deed.sent))
      and not exists (
        select from public.audit_events e
        where e.table_name = 'maintenance_cycles' and e.row_id = y.id and e.action = 'read' and e.at >= deed.made_at)
    order by y.id);
end;
$$;
comment on function private.untold_prices is 'The cycles whose price was kept by a booking, and of which nobody has heard since: no other mail went to the client, and their link was given to nobody.';

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
  where a.id = any (deed.settled) and a.state = 'done'
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
  where a.id = t.key::uuid and a.state = 'open';
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
comment on function private.take_away is 'Takes off the calendar what a deed has made. A booking that had taken the place of a stop which waited, waits in its stead.';

create function private.put_tasks_back(deed private.deeds)
returns text
language plpgsql volatile
set search_path = ''
set rules.made_by = 'undo_deed'
as $$
declare
  v_old private.deed_tasks;
  v_why text;
begin
  -- Of several the first make room for each other.
  update public.technician_tasks t set state = 'needs_rescheduling'
  from private.deed_tasks d
  where d.deed_id = deed.id and d.task_id = t.id and t.state = 'scheduled'
    and 1 < (select count(*) from private.deed_tasks n where n.deed_id = deed.id);
  for v_old in
    select * from private.deed_tasks d where d.deed_id = deed.id and not d.is_new order by d.task_id
  loop
    v_why := case when private.is_ahead(v_old.state) and (
        select private.is_closed_outside(t, v_old.technician_id, v_old.during, deed.turn) from public.technician_tasks t where t.id = v_old.task_id)
      then 'closed' else private.put_back(v_old.task_id, v_old.technician_id, v_old.during, v_old.state) end;
    exit when v_why is not null;
  end loop;
  return v_why;
end;
$$;
comment on function private.put_tasks_back is 'Gives the tasks of a deed the technician, the time and the state that they had; null, or why one does not get it (closed: for what stands outside, since then; private.put_back).';

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
  if v_reason = 'changed' then
    return private.deed_overtaken(v_deed);
  elsif v_reason is not null then
    return private.refused(v_reason);
  end if;
  begin
    perform private.reopen_settled(v_deed);
    if v_deed.what <> 'book' then
      v_reason := private.put_tasks_back(v_deed);
      if v_reason is not null then
        raise exception 'not as before' using errcode = 'MT004';
      end if;
    end if;
    for v_task in
      select t.* from private.deed_tasks d join public.technician_tasks t on t.id = d.task_id where d.deed_id = v_deed.id and d.is_new order by t.id
    loop
      perform private.take_away(v_deed, v_task);
    end loop;
    perform private.forget_price(y) from unnest(private.untold_prices(v_deed)) y;
    perform private.retell(v_deed);
    perform private.mail_as_before(v_deed);
  exception when sqlstate 'MT004' then
    return private.refused(case v_reason when 'taken' then 'overlap' else v_reason end);
  end;
  update private.deed_tasks d set revision_undone = t.revision
  from public.technician_tasks t where d.deed_id = v_deed.id and t.id = d.task_id and not d.is_new;
  update private.deeds d set undone_at = private.clock(), undone_by = private.me() where d.id = v_deed.id;
  return jsonb_build_object('status', 'undone');
end;
$$;
comment on function private.undo_deed is 'Takes back what the office did on the board: {status: undone | refused (reason: over, changed (private.deed_overtaken), undone, overlap: its old place went to something else, technician: who had it has left, closed: its old day was closed since for what stands outside)}. PT404.';
