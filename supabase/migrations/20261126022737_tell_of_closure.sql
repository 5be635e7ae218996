-- Tell of a closure: each client hears of a closed day once, however much of theirs it put aside; and how each is told.

create function private.work_put_aside(task_ids uuid[], customer_id uuid)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select t.id from public.technician_tasks t
    where t.id = any (task_ids) and t.customer_id = work_put_aside.customer_id and private.work_off(t.id) is not null
    order by lower(t.during), t.id);
end;
$$;
comment on function private.work_put_aside is 'Of these tasks the client''s work that is no visit, and of which there is something to say (private.work_off), in its order.';

create function private.tell_of_closed_work(closure public.closures, task_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_told record;
begin
  for v_told in
    select c.id as customer_id, w.ids from (
      select distinct t.customer_id as id from public.technician_tasks t where t.id = any (tell_of_closed_work.task_ids)) c
    cross join lateral (select private.work_put_aside(tell_of_closed_work.task_ids, c.id) as ids) w
    where w.ids <> '{}' and not exists (
      select from public.messages m where m.customer_id = c.id and m.payload ->> 'closure_id' = closure.id::text)
  loop
    perform private.tell_work_off(v_told.ids[1], private.work_off(v_told.ids[1]) || jsonb_build_object(
      'reason', 'closed', 'why', closure.reason, 'closure_id', closure.id, 'again', true,
      'more_visits', (
        select coalesce(jsonb_agg(private.work_off(o.id) order by o.n), '[]') from unnest(v_told.ids[2:]) with ordinality o (id, n))));
  end loop;
end;
$$;
comment on function private.tell_of_closed_work is 'Tells the clients of work that is no visit, and who are not told of one in the same mail, that we cannot come, and will be in touch.';

create function private.tell_of_closure(closure public.closures, task_ids uuid[])
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_told record;
begin
  if not (select s.tell_clients_on_absence from public.company_settings s) then
    return;
  end if;
  for v_told in
    select c.id as customer_id, c.first_name, array_agg(distinct t.id) || private.work_put_aside(tell_of_closure.task_ids, c.id) as task_ids,
      array_agg(o.cycle_id order by o.due_on, o.cycle_id) as cycle_ids
    from public.technician_tasks t
    join public.maintenance_visits v on v.task_id = t.id and v.state = 'needs_rescheduling'
    join private.open_cycles o on o.cycle_id = v.cycle_id and o.serviceable
    join public.customers c on c.id = o.customer_id
    where t.id = any (tell_of_closure.task_ids)
    group by c.id
  loop
    perform private.queue_message('rebook', v_told.customer_id, concat_ws(':', 'closed', closure.id, v_told.customer_id),
      (select jsonb_build_object('first_name', v_told.first_name, 'reason', 'closed', 'why', closure.reason, 'closure_id', closure.id,
          'visit', f.facts -> 0, 'more_visits', (f.facts - 0), 'items', private.due_items(v_told.cycle_ids))
        from (
          select jsonb_agg(coalesce(private.work_off(t.id), private.facts_as_known(t.id)) order by lower(t.during)) as facts
          from public.technician_tasks t where t.id = any (v_told.task_ids)) f),
      v_told.cycle_ids[1], (
        select t.id from public.technician_tasks t where t.id = any (v_told.task_ids) order by lower(t.during) limit 1));
  end loop;
  perform private.tell_of_closed_work(closure, tell_of_closure.task_ids);
  update public.messages m set next_attempt_at = closure.mails_at
  where m.task_id = any (task_ids) and m.payload ->> 'closure_id' = closure.id::text and m.state = 'queued';
end;
$$;
comment on function private.tell_of_closure is 'Asks the clients of stops that a closure put aside to choose another time, where the settings say so: one mail each, however many stops they had, which is held for a while.';

create function private.told_of_closure(closure_id uuid, customer_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when customer_id is null then 'nobody'
    when exists (select from public.customers m where m.id = told_of_closure.customer_id and m.deceased_on is not null) then 'nobody'
    when exists (
      select from public.messages m
      where m.customer_id = told_of_closure.customer_id and m.payload ->> 'closure_id' = told_of_closure.closure_id::text
        and m.state = 'queued' and private.superseded_because(m) is null) then 'mail'
    when private.number_to_call(customer_id, '{}') is not null then 'call'
    else 'letter' end;
end;
$$;
comment on function private.told_of_closure is 'How a client is to hear of a closure: mail, call or letter by the office, which has the stop on its list; nobody where there is no client, or none who lives.';
