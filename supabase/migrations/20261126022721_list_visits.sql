-- List visits: all that were, are and will be, by when they begin.

-- What is ahead, and what has begun or come to its end: each stop is in one of the two, so that one is not read through for the other.
create index technician_tasks_ahead on public.technician_tasks (lower(during)) where task_type = 'maintenance' and private.is_ahead(state);
create index technician_tasks_begun on public.technician_tasks (lower(during)) where task_type = 'maintenance' and not private.is_ahead(state);
-- What is neither booked nor done is rare, and not looked for among all.
create index maintenance_visits_otherwise on public.maintenance_visits (state) where state <> all ('{scheduled, done}');

create function private.visit_rule(state text, as_of timestamptz)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_day date := private.company_day(as_of);
  v_zone text := (select s.time_zone from public.company_settings s);
begin
  return case state
    when 'to_come' then format('upper(t.during) > %L and lower(t.during) > %L', as_of, as_of - interval '31 days')
    when 'today' then format('lower(t.during) >= %L and lower(t.during) < %L and v.state not in (''cancelled'', ''needs_rescheduling'')',
      v_day::timestamp at time zone v_zone, (v_day + 1)::timestamp at time zone v_zone)
    when 'scheduled' then 'true'
    -- What is over has begun: those that begin later are not looked at.
    when 'not_closed' then format('upper(t.during) <= %L and lower(t.during) <= %1$L', as_of)
    else format('v.state = %L', state) end;
end;
$$;
comment on function private.visit_rule is 'When a visit v of a task t, one of private.visit_stops, is what a list asks for, as SQL: to_come, today (and not given up), scheduled (to happen, whether its time has passed or not), not_closed (its time has passed and nobody said what became of it), or its state.';

create function private.visit_days(filters jsonb)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := (select s.time_zone from public.company_settings s);
  v_from date := (filters ->> 'from')::date;
  v_until date := (filters ->> 'until')::date;
begin
  if filters ->> 'state' = 'done' then
    return concat_ws(' and ', 'true', 'v.service_on >= ' || quote_literal(v_from), 'v.service_on <= ' || quote_literal(v_until));
  end if;
  return concat_ws(' and ', 'true',
    'lower(t.during) >= ' || quote_literal(v_from::timestamp at time zone v_zone),
    'lower(t.during) < ' || quote_literal((v_until + 1)::timestamp at time zone v_zone));
end;
$$;
comment on function private.visit_days is 'When a visit v of a task t is within the days of a filter (from, until), as SQL: those that were done by the day on which they were, as the week''s figures count them, others by the day on which they begin.';

create function private.visit_origin(filters jsonb)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_told date := (filters ->> 'told')::date;
begin
  return concat_ws(' and ', 'true',
    case when v_told is not null then format('v.cycle_id = any (array(select f.cycle_id from private.first_told(%L, %L) f))', v_told, v_told + 6) end,
    case when filters ? 'booked_by' then format(
      'v.booked_by = %L and not exists (select from public.maintenance_visits e where e.cycle_id = v.cycle_id and (e.created_at, e.id) < (v.created_at, v.id))', filters ->> 'booked_by') end);
end;
$$;
comment on function private.visit_origin is 'How a visit v came about, as SQL: told (a day): its client was told of it first in the seven days from then on; booked_by (client, office): it is the first one of its due date, and booked by them, whoever booked it anew.';

create function private.visit_stops(state text)
returns text[]
language sql immutable
-- A visit goes with its stop (private.goes_with): of one ahead it is scheduled, or came to nothing before. Said in this way round
-- it is not taken for a second rare thing, which would be looked for by itself.
return case
  when state in ('to_come', 'scheduled', 'not_closed') then array[
    't.task_type = ''maintenance'' and private.is_ahead(t.state) and v.state <> all (''{no_show, not_completed, cancelled, reversed}'')', 'v.state = ''in_progress''']
  when state = 'done' then array['t.task_type = ''maintenance'' and not private.is_ahead(t.state)']
  when state is null or state = 'today' then array['t.task_type = ''maintenance'' and private.is_ahead(t.state)', 't.task_type = ''maintenance'' and not private.is_ahead(t.state)']
  else array['true'] end;
comment on function private.visit_stops is 'Of which stops t the visits v are that a list asks for, in parts that have an index each, as SQL; what is rare is found by its state.';

create function private.visit_rows(filters jsonb)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_rule text := concat_ws(' and ',
      private.of_nobody_erased('t.customer_id'),
      case when filters ? 'state' then private.visit_rule(filters ->> 'state', private.clock()) end,
      case when filters ? 'technician' then format('t.technician_id = %L', (filters ->> 'technician')::uuid) end,
      private.visit_days(filters), private.visit_origin(filters),
      case when filters ? 'search' then 'v.cycle_id = any ($1)' end);
begin
  return array(
    select 'select lower(t.during) as key, v.id from public.technician_tasks t join public.maintenance_visits v on v.task_id = t.id where ' || stops || ' and ' || v_rule
    from unnest(private.visit_stops(filters ->> 'state')) stops);
end;
$$;
comment on function private.visit_rows is 'The queries of the visits that fit a filter, by their beginning; those of erased clients are in no list. $1: the cycles of the contracts that a search found.';

create function private.visit_listed(visit_ids uuid[])
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
as $$
declare
  v_now timestamptz := private.clock();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('visit_id', v.id, 'state', v.state, 'starts_at', lower(t.during), 'ends_at', upper(t.during),
      'not_closed', private.is_expected(v.state) and upper(t.during) <= v_now, 'customer_id', m.id, 'customer', m.name, 'phone', m.phone, 'city', u.city,
      'unit_id', u.id, 'category', k.name, 'product_name', p.name, 'serial_number', u.serial_number, 'told_apart', private.told_apart(c.id),
      'technician', h.name, 'contract_id', c.id) order by array_position(visit_ids, v.id)), '[]')
    from public.maintenance_visits v
    join public.technician_tasks t on t.id = v.task_id
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_contracts c on c.id = y.contract_id
    join public.units u on u.id = c.unit_id
    join public.customers m on m.id = c.customer_id
    join public.equipment_categories k on k.id = c.category_id
    left join public.products p on p.id = u.product_id
    left join public.technicians h on h.id = t.technician_id
    where v.id = any (visit_ids));
end;
$$;
comment on function private.visit_listed is 'These visits in the order of their ids: [{visit_id, state, starts_at, ends_at, not_closed, customer_id, customer, phone, city, unit_id, category, product_name, serial_number, told_apart, technician, contract_id}].';

create function private.list_visits(filters jsonb, sort text, after text, most integer, counted boolean)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return private.list_page('visit', filters, coalesce(sort, '-start'), '{"start": "timestamptz"}', 'state',
    '{to_come, today, scheduled, not_closed, needs_rescheduling, done, no_show, not_completed, cancelled, reversed}',
    case when filters ? 'search' then array(
      select y.id from private.found_contracts(filters ->> 'search') c join public.maintenance_cycles y on y.contract_id = c) end, after, most, counted)
    || jsonb_build_object('technicians', (select coalesce(jsonb_agg(jsonb_build_object('technician_id', h.id, 'name', h.name) order by h.name, h.id), '[]') from public.technicians h where counted));
end;
$$;
comment on function private.list_visits is 'A page of visits: see the door of the same name.';
