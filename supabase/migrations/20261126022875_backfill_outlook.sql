-- Outlook: what a run would make of the technicians' weeks, in its first round of visits and in its second, before anybody
-- is told. A wave that is mailed together comes back together after an interval.

create function private.mean_drive(technician_ids uuid[], monday date)
returns integer
language plpgsql stable
set search_path = ''
as $$
declare
  v_stops bigint := (
    select count(*) from public.technician_tasks t
    where t.technician_id = any (technician_ids) and t.task_type in ('maintenance', 'repair') and t.blocking
      and t.during && tstzrange((monday - 56)::timestamp at time zone private.company_zone(), monday::timestamp at time zone private.company_zone()));
begin
  -- Of a few stops nothing is to be learned.
  if v_stops < 20 then
    return 20;
  end if;
  return (select greatest(sum(w.driving) / v_stops, 1) from private.taken_minutes(technician_ids, monday - 56, 8) w);
end;
$$;
comment on function private.mean_drive is 'Minutes of drive for one stop, as they were in the eight weeks before that Monday; 20 where there were few.';

create function private.weeks_capacity(skill_codes text[], monday date, weeks integer)
returns table (skill text, week integer, minutes integer, drive integer)
language plpgsql stable
set search_path = ''
as $$
declare
  v_technicians uuid[] := array(
    select distinct k.technician_id from public.technician_skills k
    join public.skills s on s.id = k.skill_id
    join public.technicians t on t.id = k.technician_id
    where t.active and s.code = any (skill_codes));
  v_drive integer := private.mean_drive(v_technicians, monday);
begin
  return query
  with work as materialized (
    select w.technician_id, w.week, w.minutes from private.work_minutes(v_technicians, monday, weeks) w
  )
  select s.code, w.week, sum(w.minutes)::integer, v_drive
  from work w
  join public.technician_skills k on k.technician_id = w.technician_id
  join public.skills s on s.id = k.skill_id and s.code = any (skill_codes)
  group by s.code, w.week
  union all
  select 'all', w.week, sum(w.minutes)::integer, v_drive from work w group by w.week;
end;
$$;
comment on function private.weeks_capacity is 'How long those with a skill work in each week, and all of them together (skill: all), with the drive that a visit takes.';

create function private.visits_to_come(monday date, weeks integer, without_run uuid)
returns table (skill text, week integer, visits integer)
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
begin
  return query
  select coalesce(s.code, 'any'), n.week, count(*)::integer
  from (
    select c.id as contract_id, c.category_id, (greatest(private.company_day(lower(t.during)), monday) - monday) / 7 as week
    from public.technician_tasks t
    join public.maintenance_visits v on v.task_id = t.id and private.is_unsettled(v.state)
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_contracts c on c.id = y.contract_id
    where t.during && tstzrange(monday::timestamp at time zone v_zone, (monday + 7 * weeks)::timestamp at time zone v_zone)
    union all
    -- Who is in the programme already comes due too.
    select c.id, c.category_id, (greatest(y.due_on, monday) - monday) / 7
    from public.maintenance_cycles y
    join public.maintenance_contracts c on c.id = y.contract_id and c.state = 'active'
    where y.closed_at is null and y.due_on < monday + 7 * weeks
      and not exists (select from public.maintenance_visits v where v.cycle_id = y.id and private.takes_cycle(v.state))
  ) n
  join public.equipment_categories k on k.id = n.category_id
  left join public.skills s on s.id = k.required_skill_id
  where not exists (select from public.backfill_rows b where b.contract_id = n.contract_id and b.run_id = without_run)
  group by 1, 2;
end;
$$;
comment on function private.visits_to_come is 'The visits that are booked in each week, or that come due in it, by the skill that they need; without those of one run.';

create function private.backfill_outlook(run_id uuid)
returns jsonb
language plpgsql stable
set search_path = ''
-- As backfill_report.
set enable_nestloop = off
set jit = off
as $$
declare
  v_run public.backfill_runs;
  v_weeks constant integer := 104;
  v_monday date;
  v_year public.backfill_runs;
  v_days date[];
  v_clients integer := (select coalesce(max(k.rank), 0) from private.backfill_ranks k where k.run_id = backfill_outlook.run_id);
begin
  select * into v_run from public.backfill_runs r where r.id = backfill_outlook.run_id;
  if not found then
    raise exception 'no backfill run %', backfill_outlook.run_id using errcode = 'PT404';
  elsif v_run.state = 'scanning' then
    return private.refused('scanning');
  end if;
  v_monday := date_trunc('week', v_run.today)::date;
  v_year := v_run;
  v_year.weeks := 52;
  v_days := private.mail_days(v_year);
  return (
    with units as materialized (
      select b.interval_months as every, coalesce(s.code, 'any') as skill, g.visit_minutes, b.due_on, k.rank, b.mail_on
      from public.backfill_rows b
      join public.equipment_categories g on g.id = b.category_id
      left join public.skills s on s.id = g.required_skill_id
      left join private.backfill_ranks k on k.run_id = v_run.id and k.customer_id = b.customer_id and b.mail_on is not null
      where b.run_id = v_run.id and b.outcome = 'new'
    ), skills as materialized (
      select u.skill, avg(u.visit_minutes) as minutes from units u group by u.skill
      union all
      select 'all', avg(u.visit_minutes) from units u
    ), capacity as materialized (
      select k.skill, w as week, coalesce(floor(c.minutes / (k.minutes + c.drive)), 0)::integer as visits
      from skills k
      cross join generate_series(0, v_weeks - 1) w
      left join private.weeks_capacity(array(select x.skill from skills x), v_monday, v_weeks) c on c.skill = k.skill and c.week = w
      where k.skill <> 'any'
    ), open_weeks as materialized (
      -- What comes due while nobody works is done in the next week in which somebody does.
      select w, coalesce(min(c.week), w) as week from generate_series(0, v_weeks - 1) w
      left join capacity c on c.skill = 'all' and c.visits > 0 and c.week >= w
      group by w
    ), coming as materialized (
      select c.skill, c.week, c.visits from private.visits_to_come(v_monday, v_weeks, v_run.id) c
    ), planned as materialized (
      select u.skill, o.week, r.round, count(*) as visits
      from units u
      cross join lateral (values (1, u.due_on), (2, (u.due_on + make_interval(months => u.every))::date)) r (round, on_day)
      join open_weeks o on o.w = (r.on_day - v_monday) / 7
      group by 1, 2, 3
    ), parts as materialized (
      -- A two-hundredth of the clients stands for all of it: windows are compared by weeks.
      select u.skill, u.every, min(u.rank) as rank, count(*) as visits
      from units u where u.rank is not null
      group by u.skill, u.every, u.rank * 200 / v_clients
    ), bands as materialized (
      select e.every, private.longest_band(e.every, v_days[1]) as band from (select distinct p.every from parts p) e
    ), windows as (
      select w, greatest(ceil(v_clients::numeric / count(*)), 1)::integer as a_day
      from generate_series(1, 52) w
      join unnest(v_days) d on d < coalesce(v_run.first_day, v_run.today + 1) + 7 * w
      group by w
    ), tried as (
      select n.w, p.skill, o.week, sum(p.visits) as visits
      from windows n
      cross join parts p
      join bands b on b.every = p.every
      cross join lateral (select v_days[(p.rank - 1) / n.a_day + 1] + b.band as due_on) x
      cross join lateral (values (x.due_on), ((x.due_on + make_interval(months => p.every))::date)) r (on_day)
      join open_weeks o on o.w = (r.on_day - v_monday) / 7
      group by 1, 2, 3
    ), kept as materialized (
      -- Of units that are not spread.
      select u.skill, o.week, count(*) as visits
      from units u
      cross join lateral (values (u.due_on), ((u.due_on + make_interval(months => u.every))::date)) r (on_day)
      join open_weeks o on o.w = (r.on_day - v_monday) / 7
      where u.rank is null
      group by 1, 2
    ), loads as (
      select t.w, coalesce(t.skill, 'all') as skill, t.week, sum(t.visits) as visits
      from (
        select t.w, t.skill, t.week, t.visits from tried t
        union all
        select n.w, x.skill, x.week, x.visits from windows n, (select * from kept union all select * from coming) x
          where exists (select from skills k where k.skill = x.skill)
      ) t
      group by grouping sets ((t.w, t.skill, t.week), (t.w, t.week))
    ), crowded as (
      select distinct l.w from loads l
      join capacity c on c.skill = l.skill and c.week = l.week
      where l.visits > 0.8 * c.visits
        and exists (select from tried t where t.w = l.w and t.week = l.week)
    ), mailed as materialized (
      select (u.mail_on - v_monday) / 7 as week, count(distinct u.rank) as clients from units u where u.rank is not null group by 1
    ), by_week as (
      select c.week, c.visits as capacity,
        coalesce((select sum(p.visits) from planned p where p.week = c.week and p.round = 1), 0) as first_round,
        coalesce((select sum(p.visits) from planned p where p.week = c.week and p.round = 2), 0) as second_round,
        coalesce((select sum(x.visits) from coming x where x.week = c.week), 0) as coming,
        coalesce((select m.clients from mailed m where m.week = c.week), 0) as mails
      from capacity c where c.skill = 'all'
    ), by_skill as (
      select distinct on (c.skill) c.skill, c.week, c.visits as capacity, n.visits
      from capacity c
      cross join lateral (
        select coalesce((select sum(p.visits) from planned p where p.week = c.week and p.skill = c.skill), 0)
          + coalesce((select sum(x.visits) from coming x where x.week = c.week and x.skill = c.skill), 0) as visits) n
      where c.skill <> 'all' and n.visits > 0
      order by c.skill, n.visits / greatest(c.visits, 0.1) desc, c.week
    )
    select jsonb_build_object('status', 'ok',
      'weeks', (
        select coalesce(jsonb_agg(jsonb_build_object('week', v_monday + 7 * b.week, 'mails', b.mails, 'first', b.first_round, 'second', b.second_round,
          'coming', b.coming, 'capacity', b.capacity) order by b.week), '[]')
        -- As far as the run reaches.
        from by_week b where b.week <= (select max(x.week) from by_week x where x.first_round + x.second_round + x.mails > 0)),
      'skills', (
        select coalesce(jsonb_agg(jsonb_build_object('skill', b.skill, 'week', v_monday + 7 * b.week, 'visits', b.visits, 'capacity', b.capacity) order by b.skill), '[]')
        from by_skill b),
      'suggested_weeks', (select min(n.w) from windows n where v_clients > 0 and n.w not in (select c.w from crowded c))));
end;
$$;
comment on function private.backfill_outlook is 'What a run would make of the technicians'' weeks: see the door of the same name. PT404 for an unknown run.';
