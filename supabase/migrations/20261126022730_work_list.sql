-- Work list: what waits for the office, told so that somebody can act on it.

-- One row ------------------------------------------------------------------------------------------------

create function private.when_due(activity public.office_activities, on_day date)
returns integer
language sql immutable
-- The week ends on Sunday.
return case when (activity).due_on <= on_day then case when (activity).urgent then 1 else 2 end
  when (activity).due_on <= date_trunc('week', on_day::timestamp)::date + 6 then 3 else 4 end;
comment on function private.when_due is 'In which part of the work list an activity stands: 1 urgent, 2 due by today, 3 later this week, 4 later. What is urgent and was put off waits until its day.';

create function private.letter_for(activity public.office_activities)
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select o.contract_id
    from private.open_cycles o join public.customers m on m.id = o.customer_id
    where o.customer_id = activity.customer_id and (activity.contract_id is null or o.contract_id = activity.contract_id)
      and o.serviceable and not private.is_booked(o.cycle_id) and m.deceased_on is null
      and exists (select from private.activity_kinds k where k.kind = activity.kind and (k.settled_by && '{booked, reachable}') and k.kind <> 'client_change')
    order by o.due_on, o.contract_id limit 1);
end;
$$;
comment on function private.letter_for is 'The contract whose letter answers an activity as well as a call would; null where none is to be written: to nobody who has died, about nothing that is booked or rests.';

create function private.visit_asked_about(activity public.office_activities)
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((activity.details ->> 'visit_id')::uuid, (
    select v.id from public.maintenance_visits v
    where v.task_id = activity.task_id and activity.subject_key = private.subject_key('task', activity.task_id::text)
    order by private.is_unsettled(v.state) desc, v.created_at, v.id limit 1));
end;
$$;
comment on function private.visit_asked_about is 'The visit that an activity about a stop or a report asks about, first one that still waits for its outcome; null for other kinds.';

create function private.repair_asked_about(activity public.office_activities)
returns public.work_orders
language plpgsql stable
set search_path = ''
as $$
declare
  v_subject text := split_part(activity.subject_key, ':', 1);
  v_order public.work_orders;
begin
  select w.* into v_order
  from public.work_orders w
  where w.kind = 'repair' and case v_subject
    when 'work_order' then w.id = split_part(activity.subject_key, ':', 2)::uuid
    when 'report' then w.id = (activity.details ->> 'work_order_id')::uuid
    when 'task' then w.id = (select t.work_order_id from public.technician_tasks t where t.id = activity.task_id)
    when 'unit' then w.unit_id = split_part(activity.subject_key, ':', 2)::uuid and private.is_open_repair(w.state)
    else false end
  order by w.created_at desc, w.id limit 1;
  return v_order;
end;
$$;
comment on function private.repair_asked_about is 'The repair that an activity is about, or one that goes on of its unit; null for none.';

create function private.conflict_asked_about(activity public.office_activities)
returns uuid
language plpgsql stable
set search_path = ''
as $$
declare
  v_id text := split_part(activity.subject_key, ':', 2);
begin
  return case
    when activity.kind = 'import_question' then v_id::uuid
    when activity.kind = 'address_change' and activity.subject_key like 'customer:%' then (
      select c.id from public.import_conflicts c
      where c.conflict_kind = 'installed_unit_moved' and c.customer_id = v_id::uuid and c.decided_at is null order by c.opened_at, c.id limit 1)
    when activity.kind = 'calendar_conflict' and activity.subject_key like 'task:%' then (
      select c.id from public.import_conflicts c
      where c.conflict_kind = 'job_over_visit' and c.task_id = v_id::uuid and c.decided_at is null order by c.opened_at, c.id limit 1) end;
end;
$$;
comment on function private.conflict_asked_about is 'The question of an import that asks the same as an activity; null for none.';

create function private.activity_told(activity public.office_activities, on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'activity_id', activity.id, 'kind', activity.kind, 'urgent', activity.urgent, 'due_on', activity.due_on,
      'when_due', private.when_due(activity, on_day), 'asked_at', activity.created_at,
      'call_by', case when activity.kind = 'callback' then private.call_by(activity.created_at) end,
      'details', activity.details, 'subject', split_part(activity.subject_key, ':', 1),
      'customer_id', m.id, 'customer', m.name, 'has_died', m.deceased_on is not null, 'city', coalesce(u.city, m.city),
      'reach_by', m.reach_by, 'reach_note', m.reach_note, 'call', n.number,
      'letter_contract_id', case when n.number is null or t.tries >= 3 then private.letter_for(activity) end,
      'contract_id', activity.contract_id, 'unit_id', u.id, 'unit_kind', k.name, 'product_name', p.name, 'told_apart', private.told_apart(activity.contract_id),
      'unit_due_on', y.due_on, 'task_at', lower(j.during), 'task_type', j.task_type, 'technician', h.name, 'visit_id', private.visit_to_come(activity.contract_id),
      'about_visit_id', private.visit_asked_about(activity),
      'about_conflict_id', private.conflict_asked_about(activity), 'about_repair_id', r.id, 'problem', private.wrong_with(r),
      'about_invoice_id', case when split_part(activity.subject_key, ':', 1) = 'invoice' then split_part(activity.subject_key, ':', 2) end,
      'owner_id', s.id, 'owner', s.name, 'is_mine', s.id = private.me(), 'tries', t.tries, 'shown', private.activity_shown(activity))
    from (select private.number_to_call(activity.customer_id, activity.details) as number) n
    cross join (select private.tries(activity.id) as tries) t
    cross join private.repair_asked_about(activity) r
    left join public.technician_tasks j on j.id = coalesce((private.live_task(activity.cycle_id)).id, activity.task_id)
    left join public.customers m on m.id = activity.customer_id
    left join public.maintenance_contracts c on c.id = activity.contract_id
    left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null
    left join public.units u on u.id = coalesce(c.unit_id, r.unit_id, j.unit_id)
    left join public.equipment_categories k on k.id = coalesce(c.category_id, u.category_id)
    left join public.products p on p.id = u.product_id
    left join public.technicians h on h.id = j.technician_id
    left join public.staff s on s.id = activity.owner_id);
end;
$$;
comment on function private.activity_told is 'One row of the work list: see the door work_list.';

-- The list -----------------------------------------------------------------------------------------------

create function private.is_owned_as(owner_id uuid, owner text, me uuid)
returns boolean
language sql immutable
return case is_owned_as.owner when 'mine' then coalesce(is_owned_as.owner_id = is_owned_as.me, false) when 'nobody' then is_owned_as.owner_id is null
  when 'free' then is_owned_as.owner_id is null or coalesce(is_owned_as.owner_id = is_owned_as.me, false) else true end;
comment on function private.is_owned_as is 'Whether an activity is mine, nobody''s, free (mine or nobody''s), or anybody''s (all).';

create function private.left_number(details jsonb)
returns text
language sql immutable
return right(regexp_replace(details ->> 'phone', '[^0-9]', '', 'g'), 10);
comment on function private.left_number is 'The digits of the number that was left for a call, as searches compare them.';

create function private.work_to_do(owner text, due text, reach text, search text, on_day date)
returns setof public.office_activities
language plpgsql stable
set search_path = ''
as $$
declare
  v_me uuid := private.me();
  v_words text[] := private.search_words(coalesce(search, ''));
  -- By what is theirs, or one of their units.
  v_found uuid[] := case when v_words <> '{}' then array(
    select private.found_clients(search)
    union
    select c.customer_id from private.found_contracts(search) f join public.maintenance_contracts c on c.id = f) end;
begin
  return query
  select a.* from public.office_activities a
  where a.state = 'open' and not private.is_hidden(a.kind) and (v_found is null or a.customer_id = any (v_found) or private.left_number(a.details) = v_words[1]) and private.is_owned_as(a.owner_id, work_to_do.owner, v_me)
    and case due when 'today' then private.when_due(a, on_day) <= 2 when 'week' then private.when_due(a, on_day) <= 3 else true end
    and case reach when 'phone' then private.number_to_call(a.customer_id, a.details) is not null
      when 'letter' then private.number_to_call(a.customer_id, a.details) is null and private.letter_for(a) is not null else true end;
end;
$$;
comment on function private.work_to_do is 'What is open of whose it is, by when it is due and how its client is reached: see the door work_list.';

create function private.work_list(
  kind text, owner text, due text, reach text, search text, most integer, after uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
  v_last public.office_activities;
  v_found jsonb;
begin
  select * into v_last from public.office_activities a where a.id = work_list.after;
  with fits as materialized (
    select w as activity, w.id, w.kind, w.urgent, w.due_on, w.created_at, private.when_due(w, v_today) as part
    from private.work_to_do(work_list.owner, work_list.due, work_list.reach, work_list.search, v_today) w
  ),
  of_kind as (
    select f.* from fits f where work_list.kind is null or f.kind = work_list.kind
  ),
  rest as (
    select o.* from of_kind o
    where v_last.id is null or (o.part, o.due_on, o.created_at, o.id) > (private.when_due(v_last, v_today), v_last.due_on, v_last.created_at, v_last.id)
  ),
  shown as (
    select r.* from rest r order by r.part, r.due_on, r.created_at, r.id limit least(greatest(coalesce(work_list.most, 50), 1), 200)
  )
  select jsonb_build_object('status', 'ok', 'today', v_today, 'next_week', private.business_days_later(v_today + 6, 1),
    'activities', (select count(*) from of_kind),
    'parts', (select coalesce(jsonb_object_agg(p.part, p.activities), '{}') from (select o.part, count(*) as activities from of_kind o group by o.part) p),
    'kinds', (select coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'open', n.open, 'urgent', n.urgent) order by n.urgent desc, n.open desc, n.kind), '[]')
      from (select f.kind, count(*) as open, count(*) filter (where f.urgent) as urgent from fits f group by f.kind) n),
    'rows', (select coalesce(jsonb_agg(private.activity_told(s.activity, v_today) order by s.part, s.due_on, s.created_at, s.id), '[]') from shown s),
    'after', case when (select count(*) from rest) > (select count(*) from shown) then (
      select s.id from shown s order by s.part desc, s.due_on desc, s.created_at desc, s.id desc limit 1) end)
  into v_found;
  return v_found;
end;
$$;
comment on function private.work_list is 'The work list: see the door of the same name.';

-- One activity -------------------------------------------------------------------------------------------

create unlogged table private.activity_openings (
  activity_id uuid primary key,
  staff_id uuid not null,
  opened_at timestamptz not null
);
comment on table private.activity_openings is 'Who of the office looked at an activity last, so that two do not call the same client. Worth nothing after a crash, so unlogged, and without a foreign key.';

create function private.note_opening(activity_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before private.activity_openings;
begin
  select * into v_before from private.activity_openings o where o.activity_id = note_opening.activity_id;
  if v_before.staff_id <> private.me() and v_before.opened_at > as_of - interval '30 minutes' then
    -- Whoever came first has it, until they are gone for half an hour.
    return (select jsonb_build_object('by', s.name, 'at', v_before.opened_at) from public.staff s where s.id = v_before.staff_id);
  end if;
  insert into private.activity_openings as o (activity_id, staff_id, opened_at)
  select note_opening.activity_id, private.me(), as_of where private.me() is not null
  on conflict on constraint activity_openings_pkey do update
    set staff_id = excluded.staff_id, opened_at = case when o.staff_id = excluded.staff_id and o.opened_at > as_of - interval '30 minutes' then o.opened_at else as_of end;
  return null;
end;
$$;
comment on function private.note_opening is 'Writes down who has an activity open: {by, at} of somebody else who opened it in the last half hour, else null, and it is the caller''s.';

create function private.happened_lately(customer_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(h.told order by h.at desc), '[]')
    from (
      (select c.made_at as at, jsonb_build_object('what', 'call', 'at', c.made_at, 'result', c.result, 'note', c.note, 'by', s.name) as told
       from public.office_activities a join public.activity_calls c on c.activity_id = a.id left join public.staff s on s.id = c.staff_id
       where a.customer_id = happened_lately.customer_id and c.undoes is null and not exists (select from public.activity_calls u where u.undoes = c.id)
       order by c.made_at desc limit 6)
      union all
      (select m.created_at, jsonb_build_object('what', 'mail', 'at', m.created_at, 'kind', m.kind, 'state', m.state, 'band', m.payload -> 'band')
       from public.messages m where m.customer_id = happened_lately.customer_id order by m.created_at desc limit 6)
      order by at desc limit 8
    ) h);
end;
$$;
comment on function private.happened_lately is 'The last mails to a client and calls about them, newest first: [{what: call | mail, at, result, note, by | kind, state}].';

create function private.offers_for(contract_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_own private.stop_unit := private.unit_of_contract(contract_id);
begin
  if v_own.cycle_id is null or not v_own.serviceable or private.is_booked(v_own.cycle_id) then
    return jsonb_build_array();
  end if;
  return coalesce(private.offer_times(v_own, null, 14, 3, '{}', null, as_of) -> 'slots', jsonb_build_array());
end;
$$;
comment on function private.offers_for is 'The first three times for a contract, as its client would see them; none where it is booked or rests.';

create function private.results_of_call(activity public.office_activities)
returns text[]
language plpgsql stable
set search_path = ''
as $$
begin
  if (select m.deceased_on is not null from public.customers m where m.id = activity.customer_id) then
    return array['spoke'];
  end if;
  return array['no_answer', 'left_message', 'spoke']
    || case when private.is_about_a_visit(activity) and split_part(activity.subject_key, ':', 1) <> 'task' then '{declined}'::text[] else '{}' end
    || array['wrong_number']
    || case when private.is_about_a_visit(activity) and private.visit_to_come(activity.contract_id) is not null then '{booked}'::text[] else '{}' end;
end;
$$;
comment on function private.results_of_call is 'How a call about it can have gone, as it is offered: spoke alone with the family of who has died; no to a visit, and a visit that is booked, where it is about one.';

create function private.activity_page(activity_id uuid, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
set jit = off
as $$
declare
  v_activity public.office_activities;
  v_today date := private.company_day(as_of);
  v_own private.stop_unit;
  v_has_died boolean;
  -- It gets its time elsewhere, and at its own price.
  v_is_of_repair boolean;
begin
  select * into v_activity from public.office_activities a where a.id = activity_page.activity_id and not private.is_hidden(a.kind);
  if not found then
    raise exception 'no such activity' using errcode = 'PT404';
  end if;
  v_own := private.unit_of_contract(v_activity.contract_id);
  select m.deceased_on is not null into v_has_died from public.customers m where m.id = v_activity.customer_id;
  v_is_of_repair := split_part(v_activity.subject_key, ':', 1) in ('work_order', 'task') and (private.repair_asked_about(v_activity)).id is not null;
  return private.activity_told(v_activity, v_today) || jsonb_build_object('status', 'ok', 'state', v_activity.state, 'today', v_today,
    'closed_at', v_activity.closed_at, 'outcome', v_activity.outcome, 'closed_by_hand', v_activity.closed_by_hand,
    'client', private.client_known(v_activity.customer_id) - 'open_invoices',
    'unit', case when v_own.cycle_id is not null and not v_is_of_repair then private.unit_told(v_own) || jsonb_build_object('product_name', v_own.product_name, 'minutes', v_own.visit_minutes) end,
    'others', (select coalesce(jsonb_agg(private.unit_told(row (h.*)::private.stop_unit) order by h.due_on, h.contract_id), '[]')
      from private.household(v_activity.contract_id, as_of) h where not v_is_of_repair and not private.is_booked(v_own.cycle_id)),
    'offers', case when v_activity.state = 'open' and not v_is_of_repair and not coalesce(v_has_died, false) then private.offers_for(v_activity.contract_id, as_of) else '[]' end,
    'lately', private.happened_lately(v_activity.customer_id),
    'calls_seen', private.last_call(v_activity.id),
    'again_on', private.call_again_on(v_today), 'next_day', private.business_days_later(v_today, 1), 'next_week', private.business_days_later(v_today + 6, 1),
    'results', private.results_of_call(v_activity),
    'opened', case when v_activity.state = 'open' then private.note_opening(v_activity.id, as_of) end,
    'staff', (select coalesce(jsonb_agg(jsonb_build_object('staff_id', s.id, 'name', s.name) order by s.name, s.id), '[]')
      from private.doers_of(v_activity.kind) s));
end;
$$;
comment on function private.activity_page is 'One activity with all that a caller needs: see the door of the same name.';
