-- Technicians' work: what somebody of the road can do and when they work. What is booked already and would no longer fit is
-- shown before anything is saved.

-- Bookings that no longer fit -------------------------------------------------------------------------------------

create function private.coming_task_told(task public.technician_tasks)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('task_id', task.id, 'task_type', task.task_type, 'starts_at', lower(task.during), 'ends_at', upper(task.during),
    'customer', (select m.name from public.customers m where m.id = task.customer_id),
    'work_order_id', case when task.task_type = 'repair' then task.work_order_id end,
    'visit_id', (
      select v.id from public.maintenance_visits v where v.task_id = task.id and private.is_unsettled(v.state) order by v.created_at, v.id limit 1));
end;
$$;
comment on function private.coming_task_told is 'A job that is to come: {task_id, task_type, starts_at, ends_at, customer, work_order_id: of its repair, visit_id: the first of its visits}; the last three are null where there is none.';

create function private.lacks_a_skill(task_id uuid, technician_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.maintenance_visits v
    join public.maintenance_cycles y on y.id = v.cycle_id
    join public.maintenance_contracts c on c.id = y.contract_id
    join public.equipment_categories k on k.id = c.category_id
    where v.task_id = lacks_a_skill.task_id and private.is_unsettled(v.state) and k.required_skill_id is not null
      and not exists (
        select from public.technician_skills s where s.technician_id = lacks_a_skill.technician_id and s.skill_id = k.required_skill_id));
end;
$$;
comment on function private.lacks_a_skill is 'Whether a stop has a visit that this technician is not qualified for.';

create function private.misfits(technician_id uuid, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_zone text := private.company_zone();
begin
  return (
    select coalesce(jsonb_agg(private.coming_task_told(t) || jsonb_build_object('why', w.why) order by lower(t.during)), '[]')
    from public.technician_tasks t
    cross join lateral (select case
      when not private.is_within_hours(misfits.technician_id, tsrange(lower(t.during) at time zone v_zone, upper(t.during) at time zone v_zone)) then 'hours'
      when private.lacks_a_skill(t.id, misfits.technician_id) then 'skill' end as why) w
    where t.technician_id = misfits.technician_id and private.is_ahead(t.state) and t.task_type <> 'time_off'
      and lower(t.during) > misfits.as_of and w.why is not null);
end;
$$;
comment on function private.misfits is 'Coming jobs that a technician has outside of their hours, or without the skill: as private.coming_task_told, with why (hours, skill). They stay until somebody moves them.';

create function private.new_misfits(technician_id uuid, before jsonb, as_of timestamptz)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(m.told order by m.told ->> 'starts_at', m.told ->> 'task_id'), '[]')
    from jsonb_array_elements(private.misfits(technician_id, as_of)) m (told)
    where not before @> jsonb_build_array(jsonb_build_object('task_id', m.told -> 'task_id')));
end;
$$;
comment on function private.new_misfits is 'Those that fitted before.';

-- What they can do, and when they work ----------------------------------------------------------------------------

create function private.write_skills(technician_id uuid, skill_ids uuid[])
returns void
language sql volatile
set search_path = ''
as $$
  delete from public.technician_skills k where k.technician_id = write_skills.technician_id and k.skill_id <> all (skill_ids);
  insert into public.technician_skills (technician_id, skill_id)
  select write_skills.technician_id, s.id from public.skills s where s.id = any (skill_ids)
  on conflict on constraint technician_skills_technician_id_skill_id_key do nothing;
$$;
comment on function private.write_skills is 'A technician has these skills and no other.';

create function private.unsound_week(week jsonb)
returns jsonb
language plpgsql immutable
set search_path = ''
as $$
declare
  v_bad integer;
begin
  if jsonb_typeof(week) is distinct from 'array' or jsonb_array_length(week) > 70 then
    return private.rejected('week');
  end if;
  select w.weekday into v_bad
  from (
    select (r ->> 'weekday')::integer as weekday, r ->> 'starts' as starts, r ->> 'ends' as ends,
      lag(r ->> 'ends') over (partition by r ->> 'weekday' order by r ->> 'starts') as ended
    from jsonb_array_elements(week) r where r ->> 'weekday' ~ '^[1-7]$'
  ) w
  where not coalesce(w.starts ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' and w.ends ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
    and w.starts < w.ends and (w.ended is null or w.ended <= w.starts), false)
  order by w.weekday limit 1;
  return case
    when v_bad is not null then private.rejected('week') || jsonb_build_object('weekday', v_bad)
    when exists (select from jsonb_array_elements(week) r where not coalesce(r ->> 'weekday' ~ '^[1-7]$', false)) then private.rejected('week') end;
end;
$$;
comment on function private.unsound_week is 'The rejection of hours that are none (week; weekday: the first that is wrong): each a weekday with a start before its end, as 08:00, which do not overlap. Null for sound ones.';

create function private.cut_hours(technician_id uuid, period daterange)
returns void
language sql volatile
set search_path = ''
as $$
  with cut as (
    delete from public.technician_hours h
    where h.technician_id = cut_hours.technician_id and daterange(h.valid_from, h.valid_to, '[]') && period
    returning h.*
  )
  insert into public.technician_hours (technician_id, weekday, starts, ends, valid_from, valid_to)
  select c.technician_id, c.weekday, c.starts, c.ends, lower(r), upper(r) - 1
  from cut c
  cross join lateral unnest(datemultirange(daterange(c.valid_from, c.valid_to, '[]')) - datemultirange(period)) r;
$$;
comment on function private.cut_hours is 'Takes a period out of a technician''s hours: what held before and after it holds on.';

create function private.write_hours(technician_id uuid, week jsonb, period daterange)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.cut_hours(technician_id, period);
  insert into public.technician_hours (technician_id, weekday, starts, ends, valid_from, valid_to)
  select write_hours.technician_id, (r ->> 'weekday')::integer, (r ->> 'starts')::time, (r ->> 'ends')::time, lower(period), upper(period) - 1
  from jsonb_array_elements(week) r;
end;
$$;
comment on function private.write_hours is 'A technician works these hours in that period, and no others.';

create function private.save_if_it_fits(
  technician_id uuid, box text, skill_ids uuid[], week jsonb, period daterange, despite boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_before jsonb := private.misfits(technician_id, as_of);
  v_misfits jsonb;
begin
  case box
    when 'skills' then perform private.write_skills(technician_id, skill_ids);
    when 'hours' then perform private.write_hours(technician_id, week, period);
  end case;
  v_misfits := private.new_misfits(technician_id, v_before, as_of);
  if v_misfits <> '[]' and not despite then
    perform private.take_back_all();
  end if;
  perform private.note_box(technician_id, box);
  return jsonb_build_object('status', 'saved');
exception when sqlstate 'MT024' then
  return jsonb_build_object('status', 'misfits', 'misfits', v_misfits);
end;
$$;
comment on function private.save_if_it_fits is 'Writes skills (skill_ids) or hours (week, period) of a technician: {status: saved | misfits (misfits: bookings that would no longer fit, as private.misfits: nothing is saved, as long as nobody says "despite")}.';

create function private.set_technician_skills(technician_id uuid, skill_ids uuid[], shown text, despite boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_technician public.technicians := private.hold_technician(technician_id);
begin
  return coalesce(private.box_changed(v_technician, 'skills', shown),
    private.save_if_it_fits(technician_id, 'skills', skill_ids, null, null, despite, as_of));
end;
$$;
comment on function private.set_technician_skills is 'Says what a technician is qualified for: see the door of the same name.';

create function private.set_technician_hours(
  technician_id uuid, week jsonb, from_day date, until_day date, shown text, despite boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_technician public.technicians := private.hold_technician(technician_id);
  v_today date := private.company_day(as_of);
  v_refusal jsonb := case
    when from_day is null or from_day not between v_today and v_today + 1096 then private.rejected('from')
    when until_day not between from_day and v_today + 1096 then private.rejected('until')
    else coalesce(private.unsound_week(week), private.box_changed(v_technician, 'hours', shown)) end;
begin
  return coalesce(v_refusal,
    private.save_if_it_fits(technician_id, 'hours', null, week, daterange(from_day, until_day, '[]'), despite, as_of));
end;
$$;
comment on function private.set_technician_hours is 'Says when a technician works, from a day on or for a while: see the door of the same name.';
