-- Repair parts: an approved repair waits for what was ordered for it, until it is there. Meanwhile it gets no time.

create function private.expected_wrongly(ordered_on date, expected_on date, on_day date)
returns jsonb
language sql immutable
return case
  when ordered_on not between on_day - 366 and on_day then private.rejected('ordered_on')
  when expected_on not between ordered_on and on_day + 730 then private.rejected('expected_on') end;
comment on function private.expected_wrongly is 'The rejection of days on which parts cannot have been ordered (to come, or over a year past) or cannot be expected (before that, or in over two years); null for any other.';

create function private.parts_quoted(work_order_id uuid)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select left(string_agg(case when l.quantity = 1 then '' else trim_scale(l.quantity) || ' × ' end || l.description, ', ' order by l.position), 500)
    from public.work_order_lines l where l.work_order_id = parts_quoted.work_order_id and l.kind = 'part');
end;
$$;
comment on function private.parts_quoted is 'The parts in a quote: "2 × Belt, Rail"; null for none.';

create function private.wait_for_parts(
  work_order_id uuid, what text default null, ordered_on date default null, expected_on date default null, as_of timestamptz default private.clock(),
  shown text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'wait_for_parts'
as $$
declare
  v_order public.work_orders := private.repair_with_tasks(work_order_id);
  v_what text := coalesce(private.tidy(what), private.parts_quoted(work_order_id));
  v_ordered date := coalesce(ordered_on, private.company_day(as_of));
  v_wrong jsonb := coalesce(private.repair_changed(v_order, shown), private.expected_wrongly(v_ordered, expected_on, private.company_day(as_of)));
begin
  if v_what is null or length(v_what) > 500 then
    return private.rejected('what');
  elsif v_wrong is not null then
    return v_wrong;
  elsif v_order.state <> 'approved' then
    return private.refused('state') || jsonb_build_object('state', v_order.state);
  end if;
  perform private.call_off_waiting(v_order);
  update public.work_orders w set state = 'waiting_for_parts' where w.id = v_order.id;
  insert into public.repair_waits (work_order_id, what, ordered_on, expected_on) values (v_order.id, v_what, v_ordered, wait_for_parts.expected_on);
  perform private.follow_up_repair(v_order.id, 'waiting_for_parts');
  perform private.due_to_follow(v_order.id, coalesce(expected_on + 1, private.company_day(as_of) + 7));
  return jsonb_build_object('status', 'waiting_for_parts');
end;
$$;
comment on function private.wait_for_parts is 'An approved repair waits for parts, and gets no time meanwhile; the office is asked on the day after they should be there, without such a day after a week: {status: waiting_for_parts | refused (reason: state) | rejected (reason: what: none given or quoted, or over 500 characters, ordered_on, expected_on: private.expected_wrongly)}. PT404.';

create function private.wait_of(work_order_id uuid)
returns public.repair_waits
language plpgsql stable
set search_path = ''
as $$
declare
  v_wait public.repair_waits;
begin
  select n.* into v_wait from public.repair_waits n where n.work_order_id = wait_of.work_order_id order by n.turn desc limit 1;
  return v_wait;
end;
$$;
comment on function private.wait_of is 'What a repair waits for, or waited for last; null where nothing was ordered for it.';

create function private.expect_parts(work_order_id uuid, what text, expected_on date, as_of timestamptz, shown text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'expect_parts'
as $$
declare
  v_order public.work_orders := private.repair_order(work_order_id);
  v_wait public.repair_waits := private.wait_of(work_order_id);
  v_wrong jsonb := private.repair_changed(v_order, shown);
begin
  if v_wrong is not null then
    return v_wrong;
  elsif v_order.state <> 'waiting_for_parts' then
    return private.refused('state') || jsonb_build_object('state', v_order.state);
  elsif private.tidy(what) is null or length(what) > 500 then
    return private.rejected('what');
  end if;
  v_wrong := private.expected_wrongly(v_wait.ordered_on, expected_on, greatest(private.company_day(as_of), v_wait.ordered_on));
  if v_wrong ->> 'reason' = 'expected_on' then
    return v_wrong;
  end if;
  update public.repair_waits n set what = private.tidy(expect_parts.what), expected_on = expect_parts.expected_on where n.id = v_wait.id;
  perform private.due_to_follow(v_order.id, coalesce(expected_on + 1, private.company_day(as_of) + 7));
  return jsonb_build_object('status', 'waiting_for_parts');
end;
$$;
comment on function private.expect_parts is 'Other parts are waited for, or come on another day than was said: {status: waiting_for_parts | refused (reason: state) | rejected (reason: what, expected_on)}. PT404.';

create function private.parts_arrived(work_order_id uuid, shown text default null)
returns jsonb
language plpgsql volatile
set search_path = ''
set rules.made_by = 'parts_arrived'
as $$
declare
  v_order public.work_orders := private.repair_order(work_order_id);
  v_wait public.repair_waits := private.wait_of(work_order_id);
  v_changed jsonb := private.repair_changed(v_order, shown);
begin
  if v_changed is not null then
    return v_changed;
  elsif v_order.state <> 'waiting_for_parts' then
    return private.refused('state') || jsonb_build_object('state', v_order.state);
  end if;
  update public.work_orders w set state = 'approved' where w.id = v_order.id;
  update public.repair_waits n set arrived_at = private.clock() where n.id = v_wait.id;
  perform private.follow_up_repair(v_order.id, 'parts_arrived');
  perform private.due_to_follow(v_order.id, private.company_day(private.clock()));
  return jsonb_build_object('status', 'approved');
end;
$$;
comment on function private.parts_arrived is 'The parts of a repair are there, so it can be given a time: {status: approved | refused (reason: state)}. PT404.';
