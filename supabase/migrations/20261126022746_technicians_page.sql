-- Technicians as the office sees them: who can be offered when, and what is missing before anybody can be.

create function private.technician_lacks(technician public.technicians, on_day date)
returns text[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select l.what
    from (values
      (1, 'hours', not exists (
        select from public.technician_hours h where h.technician_id = technician.id and coalesce(h.valid_to >= on_day, true))),
      (2, 'skills', not exists (select from public.technician_skills k where k.technician_id = technician.id)),
      (3, 'home', technician.home_latitude is null),
      (4, 'login', not exists (select from public.staff s where s.id = technician.staff_id and s.active))
    ) l (number, what, is_so)
    where l.is_so order by l.number);
end;
$$;
comment on function private.technician_lacks is 'What a technician has not yet: hours (from that day on), skills, home, login (an active one).';

create function private.week_of_work(technician_id uuid, on_day date)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('weekday', h.weekday, 'starts', to_char(h.starts, 'HH24:MI'), 'ends', to_char(h.ends, 'HH24:MI'))
      order by h.weekday, h.starts), '[]')
    from public.technician_hours h
    where h.technician_id = week_of_work.technician_id and daterange(h.valid_from, h.valid_to, '[]') @> on_day);
end;
$$;
comment on function private.week_of_work is 'The hours of a week as they hold on that day: [{weekday, starts, ends}].';

create function private.load_of_days(technician_id uuid, from_day date, days integer)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
begin
  return (
    select jsonb_agg(jsonb_build_object('on_day', d.on_day, 'visits', b.visits, 'minutes', b.minutes, 'is_away', b.is_away,
      'work_minutes', case when exists (select from public.holidays y where y.on_day = d.on_day) then 0 else coalesce(w.minutes, 0) end) order by d.on_day)
    from (select from_day + i as on_day from generate_series(0, days - 1) i) d
    cross join lateral (
      select tstzrange(d.on_day::timestamp at time zone v_zone, (d.on_day + 1)::timestamp at time zone v_zone) as during) whole
    cross join lateral (
      select count(*) filter (where t.task_type <> 'time_off') as visits, coalesce(bool_or(t.task_type = 'time_off'), false) as is_away,
        coalesce(sum(date_part('epoch', upper(t.during * whole.during) - lower(t.during * whole.during)) / 60) filter (where t.task_type <> 'time_off'), 0)::integer as minutes
      from public.technician_tasks t
      where t.technician_id = load_of_days.technician_id and t.blocking and t.during && whole.during) b
    cross join lateral (
      select (sum(date_part('epoch', h.ends - h.starts)) / 60)::integer as minutes
      from public.technician_hours h
      where h.technician_id = load_of_days.technician_id and h.weekday = date_part('isodow', d.on_day)
        and daterange(h.valid_from, h.valid_to, '[]') @> d.on_day) w);
end;
$$;
comment on function private.load_of_days is 'What a technician has on days from one on: [{on_day, visits: jobs of any kind, minutes: of them, is_away: for some of it, work_minutes: of the hours, 0 on holidays}].';

create function private.leave_told(technician_id uuid, ends_after timestamptz, ends_by timestamptz default 'infinity')
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('task_id', t.id, 'starts_at', lower(t.during), 'ends_at', upper(t.during), 'why', t.notes)
      order by lower(t.during)), '[]')
    from public.technician_tasks t
    where t.technician_id = leave_told.technician_id and t.task_type = 'time_off' and private.is_unfinished(t.state)
      and t.blocking and upper(t.during) > ends_after and upper(t.during) <= ends_by);
end;
$$;
comment on function private.leave_told is 'When a technician is, or was, away, of what ends within that time: [{task_id, starts_at, ends_at, why}].';

create function private.login_told(staff_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('staff_id', s.id, 'name', s.name, 'email', s.email, 'is_active', s.active, 'has_login', s.user_id is not null)
    from public.staff s where s.id = login_told.staff_id);
end;
$$;
comment on function private.login_told is 'How somebody signs in: {staff_id, name, email, is_active, has_login: whether the invitation was taken}; null for nobody.';

create function private.technicians_page(as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_today date := private.company_day(as_of);
begin
  return jsonb_build_object('status', 'ok', 'today', v_today, 'technicians', (
    select coalesce(jsonb_agg(jsonb_build_object('technician_id', t.id, 'name', t.name, 'active', t.active, 'phone', t.phone,
        'lacks', private.technician_lacks(t, v_today), 'week', private.week_of_work(t.id, v_today),
        'skills', (
          select coalesce(jsonb_agg(s.name order by s.name), '[]')
          from public.technician_skills k join public.skills s on s.id = k.skill_id where k.technician_id = t.id),
        'leave', private.leave_told(t.id, technicians_page.as_of) -> 0,
        'days', case when t.active then private.load_of_days(t.id, v_today, 7) else '[]' end)
      order by t.active desc, private.folded(t.name), t.id), '[]')
    from public.technicians t));
end;
$$;
comment on function private.technicians_page is 'All technicians, who have left last: see the door of the same name.';

create function private.technician_page(technician_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_technician public.technicians;
  v_today date := private.company_day(as_of);
begin
  select * into v_technician from public.technicians t where t.id = technician_page.technician_id;
  return jsonb_build_object('status', 'ok', 'today', v_today, 'technician_id', v_technician.id, 'name', v_technician.name,
    'first_name', v_technician.first_name, 'active', v_technician.active, 'phone', v_technician.phone, 'email', v_technician.email,
    'licence_number', v_technician.licence_number, 'login', private.login_told(v_technician.staff_id),
    'home', jsonb_build_object('address', v_technician.home_address, 'latitude', v_technician.home_latitude, 'longitude', v_technician.home_longitude,
      'most', v_technician.max_visits_per_day, 'lookup', private.home_lookup(v_technician)),
    'map', private.map_around(v_technician.home_latitude, v_technician.home_longitude, v_technician.id),
    'lacks', private.technician_lacks(v_technician, v_today),
    'shown', (select jsonb_object_agg(b, coalesce(private.technician_box(v_technician, b), '')) from unnest('{person, home, skills, hours}'::text[]) b)
      || jsonb_build_object('calendar', private.calendar_shown(v_technician.id)),
    'skills', (
      select coalesce(jsonb_agg(jsonb_build_object('skill_id', s.id, 'name', s.name, 'has', exists (
        select from public.technician_skills k where k.technician_id = v_technician.id and k.skill_id = s.id)) order by s.name), '[]')
      from public.skills s),
    -- Each stretch of days with the same hours, the present one first.
    'weeks', (
      select coalesce(jsonb_agg(jsonb_build_object('from_day', p.from_day, 'until_day', p.until_day, 'week', private.week_of_work(v_technician.id, p.from_day)) order by p.from_day), '[]')
      from (
        select e.on_day as from_day, lead(e.on_day) over (order by e.on_day) - 1 as until_day
        from (
          select v_today as on_day
          union select h.valid_from from public.technician_hours h where h.technician_id = v_technician.id and h.valid_from > v_today
          union select h.valid_to + 1 from public.technician_hours h where h.technician_id = v_technician.id and h.valid_to >= v_today
        ) e
      ) p),
    'leave', private.leave_told(v_technician.id, as_of),
    'past_leave', private.leave_told(v_technician.id, as_of - interval '31 days', as_of),
    'days', private.load_of_days(v_technician.id, v_today, 7),
    'ahead', (
      select count(*) from public.technician_tasks t
      where t.technician_id = v_technician.id and private.is_unfinished(t.state) and t.task_type <> 'time_off' and upper(t.during) > as_of),
    'misfits', private.misfits(v_technician.id, as_of), 'calendar_since', private.calendar_linked_at(v_technician.id),
    'logins', (
      select coalesce(jsonb_agg(private.login_told(s.id) order by s.name, s.id), '[]')
      from public.staff s
      where s.active and not exists (select from public.technicians o where o.staff_id = s.id and o.id <> v_technician.id)));
end;
$$;
comment on function private.technician_page is 'One technician: see the door of the same name.';
