-- Places: where a piece of work could go, for each technician and every start of each day, in one search. What is said of a start is
-- what moving the work there would be answered (private.objections_to): a property test holds the two together.

-- Every start of every day ------------------------------------------------------------------------------------------

create function private.place_days(first_day date, day_count integer, zone text)
returns table (on_day date, begins timestamptz, ends timestamptz, holiday text)
language sql stable
begin atomic
  select first_day + i, (first_day + i)::timestamp at time zone zone, (first_day + i + 1)::timestamp at time zone zone, y.name
  from generate_series(0, day_count - 1) i
  left join public.holidays y on y.on_day = first_day + i;
end;
comment on function private.place_days is 'The days of which places are told.';

create function private.calendar_rows(technician_ids uuid[], reads_from timestamptz, reads_to timestamptz, ignore_task_id uuid)
returns setof public.technician_tasks
language sql stable
begin atomic
  select t.*
  from public.technician_tasks t
  where t.technician_id = any (technician_ids) and t.blocking and lower(t.during) >= reads_from and lower(t.during) < reads_to
    and t.id is distinct from ignore_task_id;
end;
comment on function private.calendar_rows is 'What these technicians have on, but for the work that is to get a place.';

create function private.place_gaps(work private.work, technician_ids uuid[], first_day date, day_count integer, zone text)
returns table (technician_id uuid, on_day date, begins integer, ends integer, leaves integer, due integer,
  there integer, onward integer, direct integer, from_city text, from_home boolean, to_city text, to_home boolean)
language plpgsql stable
set search_path = ''
as $$
declare
  v_place record := private.whereabouts((work).needs.latitude, (work).needs.longitude, (work).needs.postal_code);
  v_here bigint := private.place_number(v_place.latitude, v_place.longitude);
  v_first timestamptz := first_day::timestamp at time zone zone;
begin
  return query
  with day as (
    select * from private.place_days(first_day, day_count, zone)
  ), shift as (
    select w.technician_id, w.on_day, min(w.starts_at) as starts_at, max(w.ends_at) as ends_at
    from private.work_hours(first_day, day_count, zone) w group by 1, 2
  ), stop as materialized (
    select t.technician_id, d.on_day, lower(t.during) as starts_at, private.minute_before(lower(t.during)) as begins, private.minute_after(upper(t.during)) as ends,
      t.task_type = 'time_off' as is_off, m.city,
      case when t.task_type = 'time_off' then h.home_latitude else coalesce(t.latitude, a.latitude) end as latitude,
      case when t.task_type = 'time_off' then h.home_longitude else coalesce(t.longitude, a.longitude) end as longitude
    from private.calendar_rows(technician_ids, private.calendars_begin(technician_ids, v_first), (first_day + day_count)::timestamp at time zone zone, (work).task_id) t
    join public.technicians h on h.id = t.technician_id
    join day d on t.during && tstzrange(d.begins, d.ends)
    left join public.customers m on m.id = t.customer_id
    left join private.postal_areas a on a.area = private.postal_area(m.postal_code)
    where private.is_stop(t.task_type, t.latitude)
  ), side as (
    -- After each stop, and before the first of a day, or of a day without any.
    select s.technician_id, s.on_day, s.ends as begins, lead(s.begins) over calendar as ends,
      s.latitude as from_latitude, s.longitude as from_longitude, s.is_off as from_off, s.city as from_city,
      lead(s.latitude) over calendar as to_latitude, lead(s.longitude) over calendar as to_longitude, lead(s.is_off) over calendar as to_off, lead(s.city) over calendar as to_city
    from stop s
    window calendar as (partition by s.technician_id, s.on_day order by s.begins)
    union all
    select k.id, d.on_day, null, f.begins, null, null, null, null, f.latitude, f.longitude, f.is_off, f.city
    from unnest(technician_ids) k (id)
    cross join day d
    left join (
      select distinct on (s.technician_id, s.on_day) s.* from stop s order by s.technician_id, s.on_day, s.begins
    ) f on f.technician_id = k.id and f.on_day = d.on_day
  ), located as (
    select s.technician_id, s.on_day, s.begins, s.ends, s.from_city, s.to_city,
      coalesce(s.begins, private.minute_after(w.starts_at)) as leaves, coalesce(s.ends, private.minute_before(w.ends_at)) as due,
      s.begins is null or s.from_off as from_home, s.ends is null or s.to_off as to_home,
      p.from_latitude, p.from_longitude, private.place_number(p.from_latitude, p.from_longitude) as from_place,
      p.to_latitude, p.to_longitude, private.place_number(p.to_latitude, p.to_longitude) as to_place
    from side s
    join public.technicians h on h.id = s.technician_id
    left join shift w on w.technician_id = s.technician_id and w.on_day = s.on_day
    cross join lateral (
      select case when s.begins is null then h.home_latitude else s.from_latitude end as from_latitude,
        case when s.begins is null then h.home_longitude else s.from_longitude end as from_longitude,
        case when s.ends is null then h.home_latitude else s.to_latitude end as to_latitude,
        case when s.ends is null then h.home_longitude else s.to_longitude end as to_longitude
      offset 0
    ) p
  )
  select l.technician_id, l.on_day, coalesce(l.begins, 0), coalesce(l.ends, 2147483647), l.leaves, l.due,
    private.drive_minutes(there.minutes, l.from_place, l.from_latitude, l.from_longitude, v_here, v_place.latitude, v_place.longitude),
    private.drive_minutes(onward.minutes, v_here, v_place.latitude, v_place.longitude, l.to_place, l.to_latitude, l.to_longitude),
    case when l.from_place is null or l.to_place is null or v_here is null then 0
      else private.drive_minutes(direct.minutes, l.from_place, l.from_latitude, l.from_longitude, l.to_place, l.to_latitude, l.to_longitude) end,
    l.from_city, l.from_home, l.to_city, l.to_home
  from located l
  left join public.travel_times there on there.from_place = l.from_place and there.to_place = v_here
  left join public.travel_times onward on onward.from_place = v_here and onward.to_place = l.to_place
  left join public.travel_times direct on direct.from_place = l.from_place and direct.to_place = l.to_place;
end;
$$;
comment on function private.place_gaps is 'The time between the stops of each day, home being at both ends, with the drives from the stop before, on to the one after, and from that to this without the work: what private.short_drive asks, for all starts at once.';

create function private.place_starts(work private.work, technician_ids uuid[], first_day date, day_count integer, zone text)
returns table (technician_id uuid, on_day date, start integer, within_hours boolean)
language sql stable
begin atomic
  with hours as (
    select w.technician_id, w.on_day, range_agg(int4range(private.minute_after(w.starts_at), greatest(private.minute_after(w.starts_at), private.minute_before(w.ends_at)))) as hours
    from private.work_hours(first_day, day_count, zone) w group by 1, 2
  ), start as materialized (
    select d.on_day, private.minute_before((d.on_day + make_interval(mins => minute))::timestamp at time zone zone) as start
    from private.place_days(first_day, day_count, zone) d
    cross join public.company_settings s
    cross join lateral generate_series(360 + (s.slot_step_minutes - 360 % s.slot_step_minutes) % s.slot_step_minutes, 1260, s.slot_step_minutes) minute
  )
  select k.id, s.on_day, s.start, coalesce(h.hours @> int4range(s.start, s.start + ((work).needs).minutes), false)
  from unnest(technician_ids) k (id)
  cross join start s
  left join hours h on h.technician_id = k.id and h.on_day = s.on_day;
end;
comment on function private.place_starts is 'Every start of the grid from 6:00 to 21:00, and whether the technician works all of the time from it on, without a break.';

create function private.place_answers(work private.work, technician_ids uuid[], first_day date, day_count integer, as_of timestamptz, openings private.opening[], openings_from date)
returns table (technician_id uuid, on_day date, start integer, answer text, figures jsonb)
language plpgsql stable
set search_path = ''
set jit = off
as $$
declare
  v_set public.company_settings;
  v_minutes integer := (work).needs.minutes;
  v_is_visit boolean := (work).task_type = 'maintenance';
  v_is_off boolean := (work).task_type = 'time_off';
  v_is_driven_to boolean := private.is_driven_to((work).task_type);
  v_minds_drives boolean := private.minds_drives((work).task_type, (work).needs);
  v_last_day date;
  v_first_start integer;
  v_exposure private.exposure := ((work).needs).exposure;
  v_resting date[] := private.winter_days(v_exposure, first_day, day_count);
  v_closed private.closed_day[] := private.closed_days(v_exposure, technician_ids, first_day, day_count);
  v_now integer := private.minute_after(as_of);
  v_first timestamptz;
  v_end timestamptz;
begin
  select * into v_set from public.company_settings;
  v_last_day := private.last_bookable_day(as_of, v_set);
  v_first_start := private.minute_after(as_of + make_interval(hours => v_set.minimum_notice_hours));
  v_first := first_day::timestamp at time zone v_set.time_zone;
  v_end := (first_day + day_count)::timestamp at time zone v_set.time_zone;
  return query
  with start as materialized (
    select * from private.place_starts(work, technician_ids, first_day, day_count, v_set.time_zone)
  ), lane as materialized (
    select h.id, h.active, h.max_visits_per_day as most, (
      select jsonb_agg(s.name order by s.name) from public.skills s
      where s.id = any ((work).needs.skill_ids)
        and not exists (select from public.technician_skills k where k.technician_id = h.id and k.skill_id = s.id)) as lacks
    from public.technicians h where h.id = any (technician_ids)
  ), day as materialized (
    select d.*, d.on_day > v_last_day as is_beyond,
      case when d.on_day = any (v_resting) then jsonb_build_object('again_on', private.out_of_winter(v_exposure, d.on_day)) end as winter
    from private.place_days(first_day, day_count, v_set.time_zone) d
  ), shift as materialized (
    select w.technician_id, w.on_day, jsonb_build_object('works_from', min(w.starts_at), 'works_until', max(w.ends_at),
      'breaks', private.breaks_between(range_agg(tstzrange(w.starts_at, w.ends_at)) filter (where w.starts_at < w.ends_at))) as told
    from private.work_hours(first_day, day_count, v_set.time_zone) w group by 1, 2
  ), taken as materialized (
    select t.technician_id, d.on_day, private.minute_before(lower(t.during)) as begins, private.minute_after(upper(t.during)) as ends,
      t.task_type = 'maintenance' and t.during && tstzrange(d.begins, d.ends) as counts,
      jsonb_build_object('task_id', t.id, 'task_type', t.task_type, 'client_name', m.name, 'ends_at', upper(t.during)) as told
    from private.calendar_rows(technician_ids, private.calendars_begin(technician_ids, v_first), v_end + interval '1 day', (work).task_id) t
    -- What a start of that day reaches into may lie beyond midnight.
    join day d on t.during && tstzrange(d.begins, d.ends + make_interval(mins => v_minutes))
    left join public.customers m on m.id = t.customer_id
  ), full_day as (
    select t.technician_id, t.on_day, count(*) as visits from taken t where t.counts group by 1, 2
  ), in_way as (
    select distinct on (s.technician_id, s.start) s.technician_id, s.start, t.told
    from start s join taken t on t.technician_id = s.technician_id and t.on_day = s.on_day and t.begins < s.start + v_minutes and t.ends > s.start
    order by s.technician_id, s.start, t.begins
  ), fit as (
    select o.technician_id, openings_from + o.day_index as on_day, o.first_start, o.last_start, o.added_drive from unnest(openings) o where v_is_visit
  ), seen as (
    select s.technician_id, s.on_day, s.start, o.added_drive, w.told as in_way, l.active, l.lacks, d.holiday, s.within_hours, h.told as shift, d.winter, c.reason as closed, d.is_beyond,
      f.visits >= l.most as is_full, l.most, g.there, g.onward, g.direct, s.start - g.leaves as before, g.due - s.start - v_minutes as after,
      g.from_home, g.from_city, g.to_home, g.to_city
    from start s
    join lane l on l.id = s.technician_id
    join day d on d.on_day = s.on_day
    -- Both count their starts from midnight by the clock, also on the day when clocks change.
    left join fit o on o.technician_id = s.technician_id and o.on_day = s.on_day and s.start between o.first_start and o.last_start
    left join in_way w on w.technician_id = s.technician_id and w.start = s.start
    left join shift h on h.technician_id = s.technician_id and h.on_day = s.on_day
    left join unnest(v_closed) c on c.technician_id = s.technician_id and first_day + c.day_index = s.on_day
    left join full_day f on f.technician_id = s.technician_id and f.on_day = s.on_day
    left join private.place_gaps(work, technician_ids, first_day, day_count, v_set.time_zone) g
      on g.technician_id = s.technician_id and g.on_day = s.on_day and s.start >= g.begins and s.start + v_minutes <= g.ends
  ), judged as (
    select n.*, case
      when n.added_drive is not null then 'fits'
      when n.in_way is not null then 'overlap'
      when not n.active then 'technician'
      when v_is_off then 'fits'
      when n.lacks is not null then 'skill'
      when n.holiday is not null then 'holiday'
      when not n.within_hours then 'hours'
      when n.winter is not null then 'winter'
      when n.closed is not null then 'closed'
      when n.start < case when v_is_visit then v_first_start else v_now end then 'notice'
      when (v_is_visit or v_is_driven_to) and n.is_beyond then 'horizon'
      when (v_is_visit or v_minds_drives) and n.there > n.before then 'before'
      when (v_is_visit or v_minds_drives) and n.onward > n.after then 'after'
      when v_is_visit and n.is_full then 'full'
      when v_is_visit then 'drive'
      else 'fits' end as word
    from seen n
  )
  select j.technician_id, j.on_day, j.start, case when j.word in ('before', 'after') then 'drive' else j.word end,
    case j.word
      when 'fits' then jsonb_build_object('travel_minutes', coalesce(j.added_drive, greatest(0, j.there + j.onward - j.direct), 0))
      when 'overlap' then j.in_way
      when 'skill' then jsonb_build_object('skills', j.lacks)
      when 'holiday' then jsonb_build_object('name', j.holiday)
      when 'hours' then coalesce(j.shift, '{"works_from": null, "works_until": null, "breaks": null}')
      when 'winter' then j.winter
      when 'closed' then jsonb_build_object('why', j.closed)
      when 'notice' then jsonb_build_object('is_past', j.start < v_now, 'hours', v_set.minimum_notice_hours)
      when 'horizon' then jsonb_build_object('last_day', v_last_day)
      when 'before' then jsonb_build_object('side', 'before', 'minutes', j.there, 'planned', j.before, 'is_home', j.from_home, 'place', j.from_city)
      when 'after' then jsonb_build_object('side', 'after', 'minutes', j.onward, 'planned', j.after, 'is_home', j.to_home, 'place', j.to_city)
      when 'full' then jsonb_build_object('most', j.most)
      else '{}' end
  from judged j;
end;
$$;
comment on function private.place_answers is 'What is said of every start of every day: fits (travel_minutes: the drive that it adds), or what is against it, the gravest of it, in figures.';

-- Told --------------------------------------------------------------------------------------------------------------

create function private.board_places(what text, id uuid, from_day date, days integer, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
set jit = off
as $$
declare
  v_work private.work := private.work_to_place(what, id);
  v_shown record := private.board_span(from_day, days, as_of);
  v_searched_from date := greatest(v_shown.first_day, private.company_day(as_of));
  v_openings private.opening[] := array(select o from private.work_openings(v_work, v_searched_from, 14, as_of) o);
  v_technicians uuid[] := array(
    select h.id from public.technicians h
    where h.active or exists (select from private.tasks_shown(v_shown.span) t where t.technician_id = h.id)
      or exists (select from public.technician_tasks t where t.id = v_work.task_id and t.technician_id = h.id)
    order by h.id);
begin
  return jsonb_build_object('status', 'ok', 'what', what, 'id', id, 'revision', v_work.revision, 'minutes', (v_work.needs).minutes,
    'best', case when v_work.task_type = 'time_off' then '[]' else private.best_places(v_openings, (v_work.needs).minutes) end,
    'technicians', (
      with answer as (
        select a.*, sum(a.is_new) over (partition by a.technician_id, a.on_day order by a.start) as stretch
        from (
          select n.*, case when lag(n.answer) over lane is distinct from n.answer or lag(n.figures) over lane is distinct from n.figures then 1 else 0 end as is_new
          from private.place_answers(v_work, v_technicians, v_shown.first_day, v_shown.day_count, as_of, v_openings, v_searched_from) n
          window lane as (partition by n.technician_id, n.on_day order by n.start)
        ) a
      ), stretch as (
        select a.technician_id, a.on_day, min(a.start) as first, max(a.start) as last, min(a.answer) as answer, (array_agg(a.figures))[1] as figures
        from answer a group by a.technician_id, a.on_day, a.stretch
      ), day as (
        select s.technician_id, s.on_day,
          jsonb_agg(jsonb_build_object('from', private.instant_of(s.first), 'to', private.instant_of(s.last), 'answer', s.answer) || s.figures order by s.first) as answers,
          (array_agg(jsonb_build_object('starts_at', private.instant_of(s.first), 'travel_minutes', s.figures -> 'travel_minutes')
            order by (s.figures ->> 'travel_minutes')::integer, s.first) filter (where s.answer = 'fits'))[1] as best
        from stretch s group by 1, 2
      )
      select coalesce(jsonb_agg(jsonb_build_object('technician_id', l.technician_id, 'days', l.days) order by h.name, h.id), '[]')
      from (
        select d.technician_id, jsonb_agg(jsonb_build_object('on_day', d.on_day, 'answers', d.answers, 'best', d.best) order by d.on_day) as days
        from day d group by 1
      ) l
      join public.technicians h on h.id = l.technician_id));
end;
$$;
comment on function private.board_places is 'Where a piece of work could go: see the door of the same name.';
