-- Repair steps: what happens between a quote and the repair. The client wants it or not, it gets a time, and loses it again.

create function private.repair_order(work_order_id uuid)
returns public.work_orders
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.work_orders;
begin
  select w.* into v_order from public.work_orders w where w.id = repair_order.work_order_id and w.kind = 'repair' for update;
  if v_order.id is null then
    raise exception 'no such repair' using errcode = 'PT404';
  end if;
  return v_order;
end;
$$;
comment on function private.repair_order is 'Holds the work order of a repair and returns it. PT404.';

create function private.tasks_of_repair(work_order_id uuid)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select t.id from public.work_orders w join public.technician_tasks t on t.customer_id = w.customer_id and t.work_order_id = w.id
    where w.id = tasks_of_repair.work_order_id and w.kind = 'repair' and not private.is_over(t.state) order by t.created_at, t.id);
end;
$$;
comment on function private.tasks_of_repair is 'What a repair has on the calendar, or waits for a time.';

create function private.waiting_task_of_repair(work_order_id uuid)
returns public.technician_tasks
language plpgsql stable
set search_path = ''
as $$
declare
  v_task public.technician_tasks;
begin
  select t.* into v_task
  from public.technician_tasks t where t.id = any (private.tasks_of_repair(waiting_task_of_repair.work_order_id)) and private.is_waiting(t.state)
  order by t.created_at, t.id limit 1;
  return v_task;
end;
$$;
comment on function private.waiting_task_of_repair is 'The job of a repair that was put aside and waits for another time; null for none.';

create function private.is_put_aside(work_order_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from unnest(private.tasks_of_repair(work_order_id)) t
    join public.office_activities a on a.kind = 'needs_rescheduling' and a.state = 'open' and a.subject_key = private.subject_key('task', t::text));
end;
$$;
comment on function private.is_put_aside is 'Whether the office is asked already for another time for the job of a repair: nobody asks it twice.';

create function private.repair_with_tasks(work_order_id uuid, technician_ids uuid[] default '{}')
returns public.work_orders
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.work_orders;
  v_tasks uuid[];
begin
  loop
    v_tasks := private.tasks_of_repair(work_order_id);
    begin
      perform private.lock_tasks(v_tasks, technician_ids);
      v_order := private.repair_order(work_order_id);
      -- As long as its order is held it gets no further task; one that came before is locked in its turn, with its technician.
      exit when private.tasks_of_repair(work_order_id) <@ v_tasks;
      raise exception 'more meanwhile' using errcode = 'MT004';
    exception when sqlstate 'MT004' then
      continue;
    end;
  end loop;
  return v_order;
end;
$$;
comment on function private.repair_with_tasks is 'Holds what a repair has on the calendar, or had, before its work order, as whoever moves that does, and with it other technicians; returns the order. PT404.';

create function private.repair_shown(repair public.work_orders)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return concat_ws(' ', repair.state, repair.quote_number,
    (select count(*) from public.repair_decisions d where d.work_order_id = repair.id),
    (select left(n.id::text, 8) || ' ' || left(md5(n.what), 8) || coalesce(' ' || n.expected_on, '')
      from public.repair_waits n where n.work_order_id = repair.id order by n.turn desc limit 1));
end;
$$;
comment on function private.repair_shown is 'What a page showed of a repair, as one text: its state, which quote, what was said to it, what it waits for. Sent back with a form, so that nobody answers, opens or gives up what has become another.';

create function private.repair_changed(repair public.work_orders, shown text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case when repair_changed.shown <> private.repair_shown(repair) then
    private.changed_by_somebody(array(select repair.id union all select n.id from public.repair_waits n where n.work_order_id = repair.id)) end;
end;
$$;
comment on function private.repair_changed is 'The refusal of a form whose page showed a repair otherwise (changed: at, by); null where it is as shown. Callers hold it.';

create function private.call_off_waiting(repair public.work_orders)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.end_task(t, 'cancelled')
  from public.technician_tasks t where t.id = any (private.tasks_of_repair(repair.id)) and private.is_waiting(t.state);
end;
$$;
comment on function private.call_off_waiting is 'A repair that gets no time from now on has no job that waits for one: what was put aside is called off. Callers hold it (private.repair_with_tasks).';

-- The client's answer -------------------------------------------------------------------------------------------

create function private.refuse_answer(repair public.work_orders, said_by text, said_how text, amount numeric)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_total numeric := private.order_total(repair.id);
begin
  return case
    when private.tidy(said_by) is null or length(said_by) > 254 then private.rejected('said_by')
    when coalesce(said_how not in ('phone', 'email', 'in_person', 'letter'), true) then private.rejected('said_how')
    when repair.state <> 'quoted' then private.refused('state') || jsonb_build_object('state', repair.state)
    when not exists (select from public.work_order_lines l where l.work_order_id = repair.id) then private.refused('lines')
    when amount is distinct from v_total then private.refused('amount') || jsonb_build_object('amount', v_total) end;
end;
$$;
comment on function private.refuse_answer is 'Why a client''s answer to a quote is not taken down, null where it is: rejected (reason: said_by, said_how) or refused (reason: state, lines: nothing is quoted, amount: it comes to another one, which is told).';

create function private.approve_repair(work_order_id uuid, said_by text, said_how text, amount numeric, shown text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'approve_repair'
as $$
declare
  v_order public.work_orders := private.repair_order(work_order_id);
  v_refusal jsonb := coalesce(private.repair_changed(v_order, shown), private.refuse_answer(v_order, said_by, said_how, amount));
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  update public.work_orders w set state = 'approved' where w.id = v_order.id;
  insert into public.repair_decisions (work_order_id, decision, said_by, said_how, amount)
  values (v_order.id, 'approved', private.tidy(approve_repair.said_by), approve_repair.said_how, approve_repair.amount);
  perform private.follow_up_repair(v_order.id, 'approved');
  return jsonb_build_object('status', 'approved', 'amount', private.order_total(v_order.id));
end;
$$;
comment on function private.approve_repair is 'The client wants a repair for the amount that it was quoted at, before tax: who said so, and how (phone, email, in_person, letter) → {status: approved (amount) | refused (reason: state, lines, amount) | rejected (reason: said_by, said_how)}. PT404.';

create function private.decline_repair(work_order_id uuid, said_by text, said_how text, note text, shown text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'decline_repair'
as $$
declare
  v_order public.work_orders := private.repair_order(work_order_id);
  v_total numeric := private.order_total(work_order_id);
  v_refusal jsonb := coalesce(private.repair_changed(v_order, shown), private.refuse_answer(v_order, said_by, said_how, v_total));
begin
  if length(note) > 500 then
    return private.rejected('note');
  -- Also to a quote without lines one can say no.
  elsif v_refusal ->> 'reason' <> 'lines' then
    return v_refusal;
  end if;
  update public.work_orders w set state = 'declined' where w.id = v_order.id;
  insert into public.repair_decisions (work_order_id, decision, said_by, said_how, amount, note)
  values (v_order.id, 'declined', private.tidy(decline_repair.said_by), decline_repair.said_how, v_total, private.written(decline_repair.note));
  return jsonb_build_object('status', 'declined');
end;
$$;
comment on function private.decline_repair is 'The client does not want a repair; a unit that is out of service stays so, and its activity open: {status: declined | refused (reason: state) | rejected (reason: said_by, said_how, note: over 500 characters)}. PT404.';

-- Its time ------------------------------------------------------------------------------------------------------

create function private.follow_repair()
returns trigger
-- Definer: whoever writes tasks need not be able to write work orders and activities.
language plpgsql security definer
set search_path = ''
set rules.made_by = 'follow_repair'
as $$
declare
  v_task public.technician_tasks := case tg_op when 'DELETE' then old else new end;
  v_order public.work_orders := private.repair_order(v_task.work_order_id);
  v_has_time boolean := tg_op <> 'DELETE' and private.is_unfinished(v_task.state);
  v_others boolean := exists (
    select from public.technician_tasks t
    where t.customer_id = v_order.customer_id and t.work_order_id = v_order.id and t.id <> v_task.id
      and (private.is_unfinished(t.state) or t.state = 'completed'));
begin
  if v_has_time and (v_order.state not in ('approved', 'scheduled') or v_others) then
    raise exception 'a repair that is % has no time, or has one already', v_order.state using errcode = 'MT021';
  elsif v_has_time then
    update public.work_orders w set state = 'scheduled' where w.id = v_order.id and w.state = 'approved';
  elsif v_order.state = 'scheduled' and not v_others and (tg_op = 'DELETE' or v_task.state <> 'completed') then
    update public.work_orders w set state = 'approved' where w.id = v_order.id;
    -- What is put aside asks for its time by itself, urgently (park_tasks): once is enough.
    if tg_op = 'DELETE' or v_task.state <> 'needs_rescheduling' then
      perform private.follow_up_repair(v_order.id, 'came_to_nothing');
    end if;
  end if;
  return null;
end;
$$;
comment on function private.follow_repair is 'Trigger of tasks: a repair is scheduled as long as one task of it has a time, which only an approved one gets (MT021); when that comes to nothing the office gives it another.';

create trigger follow_repair after insert on public.technician_tasks
  for each row when (new.task_type = 'repair' and new.work_order_id is not null) execute function private.follow_repair();
create trigger follow_repair_gone after delete on public.technician_tasks
  for each row when (old.task_type = 'repair' and old.work_order_id is not null) execute function private.follow_repair();
create trigger follow_repair_on after update of state on public.technician_tasks
  for each row when (new.task_type = 'repair' and new.work_order_id is not null and private.is_unfinished(new.state) <> private.is_unfinished(old.state))
  execute function private.follow_repair();
create trigger keep_repair before update of work_order_id, task_type on public.technician_tasks
  for each row when (old.task_type = 'repair' and old.work_order_id is not null and (new.work_order_id, new.task_type) is distinct from (old.work_order_id, old.task_type))
  execute function private.refuse_change();

create function private.repair_minutes(work_order_id uuid)
returns integer
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select least(1440, greatest(
      -- As long as was quoted, on the grid; a job is one day's at most.
      s.slot_step_minutes * ceil((select max(l.quantity) * 60 from public.work_order_lines l where l.work_order_id = repair_minutes.work_order_id and l.kind = 'labour') / s.slot_step_minutes),
      60))::integer
    from public.company_settings s);
end;
$$;
comment on function private.repair_minutes is 'How long a repair takes: as long as the labour that was quoted, an hour at least, a day at most.';

create function private.repair_task(repair public.work_orders, starts_at timestamptz)
returns uuid
language sql volatile
set search_path = ''
as $$
  insert into public.technician_tasks (task_type, state, during, customer_id, work_order_id, title, address, latitude, longitude)
  select 'repair', 'unassigned', tstzrange(starts_at, starts_at + make_interval(mins => private.repair_minutes((repair).id))),
    (repair).customer_id, (repair).id, 'Repair: ' || k.name,
    private.address_text(u.street, u.apartment, u.city, u.province, u.postal_code), u.latitude, u.longitude
  from public.units u join public.equipment_categories k on k.id = u.category_id
  where u.id = (repair).unit_id
  returning id;
$$;
comment on function private.repair_task is 'Makes the task of a repair, at its unit''s, for nobody yet: as long as the labour that was quoted, an hour at least.';

create function private.schedule_repair(work_order_id uuid, technician_id uuid, starts_at timestamptz, overriding boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_order public.work_orders;
  v_task_id uuid;
  v_result jsonb;
begin
  v_order := private.repair_with_tasks(work_order_id, array[technician_id]);
  if v_order.state <> 'approved' then
    return private.refused('state') || jsonb_build_object('state', v_order.state);
  end if;
  begin
    -- One that was put aside is the same job still: it would keep the repair from ever being done.
    v_task_id := coalesce((private.tasks_of_repair(v_order.id))[1], private.repair_task(v_order, starts_at));
    v_result := private.move_stop(v_task_id, technician_id, starts_at, overriding, as_of);
    if v_result ->> 'status' <> 'moved' then
      raise exception 'refused' using errcode = 'MT004';
    end if;
  exception when sqlstate 'MT004' then
    return v_result;
  end;
  return v_result || jsonb_build_object('status', 'scheduled', 'task_id', v_task_id);
end;
$$;
comment on function private.schedule_repair is 'Gives an approved repair a technician and a time, as long as was quoted: {status: scheduled (task_id, warnings) | refused (reason: state, or as move_stop)}. PT404.';

-- Given up ------------------------------------------------------------------------------------------------------

create function private.cancel_repair(work_order_id uuid, reason text, shown text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'cancel_repair'
as $$
declare
  v_order public.work_orders := private.repair_with_tasks(work_order_id);
  v_changed jsonb := private.repair_changed(v_order, shown);
begin
  if private.tidy(reason) is null or length(reason) > 500 then
    return private.rejected('reason');
  elsif v_changed is not null then
    return v_changed;
  elsif not private.is_repair_without_time(v_order.state) then
    return private.refused('state') || jsonb_build_object('state', v_order.state);
  end if;
  perform private.call_off_waiting(v_order);
  update public.work_orders w set state = 'cancelled', cancelled_reason = private.tidy(cancel_repair.reason) where w.id = v_order.id;
  return jsonb_build_object('status', 'cancelled');
end;
$$;
comment on function private.cancel_repair is 'Gives up a repair that has no time, for a reason: {status: cancelled | refused (reason: state; one with a time is called off with its task first) | rejected (reason: reason)}. PT404.';
