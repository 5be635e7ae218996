-- Technicians changed: who somebody of the road is, where they start, what they can do and when they work. Each is a box of
-- its own, saved by itself: who saves one overwrites nothing of another, and nothing that changed since they looked.

-- What a page was looking at --------------------------------------------------------------------------------------

create function private.technician_box(technician public.technicians, box text)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return md5(case box
    when 'person' then concat_ws(chr(10), technician.name, technician.phone, technician.email, technician.licence_number, technician.staff_id)
    when 'home' then concat_ws(chr(10), technician.home_address, technician.home_latitude, technician.home_longitude, technician.max_visits_per_day)
    when 'skills' then (
      select string_agg(k.skill_id::text, ',' order by k.skill_id) from public.technician_skills k where k.technician_id = technician.id)
    when 'hours' then (
      select string_agg(concat_ws(' ', h.weekday, h.starts, h.ends, h.valid_from, '-', h.valid_to), ',' order by h.weekday, h.starts, h.valid_from)
      from public.technician_hours h where h.technician_id = technician.id) end);
end;
$$;
comment on function private.technician_box is 'What one box of a technician''s page showed (person, home, skills, hours), as one short text; null of what is empty.';

create function private.hold_technician(technician_id uuid)
returns public.technicians
language plpgsql volatile
set search_path = ''
as $$
declare
  v_technician public.technicians;
begin
  perform private.lock_technician(technician_id);
  select * into v_technician from public.technicians t where t.id = hold_technician.technician_id for no key update;
  if not found then
    raise exception 'no such technician' using errcode = 'PT404';
  end if;
  return v_technician;
end;
$$;
comment on function private.hold_technician is 'Holds a technician: nobody books, moves or changes anything of theirs meanwhile. PT404.';

create function private.box_changed(technician public.technicians, box text, shown text)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  if coalesce(shown, '') = coalesce(private.technician_box(technician, box), '') then
    return null;
  end if;
  return private.refused('changed') || coalesce((
    select jsonb_build_object('at', e.at, 'by', (select s.name from public.staff s where s.user_id = e.actor))
    from public.audit_events e
    where e.row_id = technician.id and e.changes ->> 'what' = box
    order by e.seq desc limit 1), '{"at": null, "by": null}');
end;
$$;
comment on function private.box_changed is 'The refusal of a form whose page showed that box otherwise: when it was saved, and by whom (null: by hand, or a file); null where it showed what is so.';

create function private.note_box(technician_id uuid, box text)
returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.write_audit('technicians', technician_id, 'update', jsonb_build_object('what', box));
end;
$$;
comment on function private.note_box is 'Has the trail of a technician say which box somebody saved: rows of hours and skills come and go under keys of their own.';

-- Bookings that no longer fit -------------------------------------------------------------------------------------

create function private.coming_task_told(task public.technician_tasks)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('task_id', task.id, 'task_type', task.task_type, 'starts_at', lower(task.during), 'ends_at', upper(task.during),
    'customer', (select m.name from public.customers m where m.id = task.customer_id),
    'visit_id', (
      select v.id from public.maintenance_visits v where v.task_id = task.id and private.is_unsettled(v.state) order by v.created_at, v.id limit 1));
end;
$$;
comment on function private.coming_task_told is 'A job that is to come: {task_id, task_type, starts_at, ends_at, customer, visit_id: the first of its visits}; customer and visit_id are null where there is none.';

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

create function private.saved_or_misfit(technician_id uuid, box text, before jsonb, despite boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_misfits jsonb := private.new_misfits(technician_id, before, as_of);
begin
  if v_misfits <> '[]' and not despite then
    raise exception 'all of it is taken back' using errcode = 'MT024', detail = v_misfits::text;
  end if;
  perform private.note_box(technician_id, box);
  return jsonb_build_object('status', 'saved');
end;
$$;
comment on function private.saved_or_misfit is 'What saving hours or skills comes to. Raises MT024, which takes it back, where bookings would no longer fit and nobody said "despite".';

-- Who they are ----------------------------------------------------------------------------------------------------

create function private.unsound_person(fields jsonb, before jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_login uuid := nullif(fields ->> 'staff_id', '')::uuid;
begin
  return coalesce(private.unsound_reach(fields, before), case
    when length(fields ->> 'licence_number') > 100 then private.rejected('licence_number')
    when v_login is null then null
    when not exists (select from public.staff s where s.id = v_login) then private.rejected('login')
    when exists (select from public.technicians t where t.staff_id = v_login and t.id::text is distinct from before ->> 'id') then private.refused('login') end);
end;
$$;
comment on function private.unsound_person is 'Why a technician is not written down so: rejected (name, phone, email, licence_number, login), refused (login: it is another technician''s); null where they may be.';

create function private.add_technician(fields jsonb)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_refusal jsonb := private.unsound_person(fields, '{}');
  v_id uuid;
begin
  if v_refusal is not null then
    return v_refusal;
  elsif exists (select from public.technicians t where t.active and private.folded(t.name) = private.folded(fields ->> 'name')) then
    return private.refused('alike');
  end if;
  insert into public.technicians (name, phone, email, licence_number, staff_id)
  values (private.tidy(fields ->> 'name'), private.tidy(fields ->> 'phone'), private.tidy(fields ->> 'email'), private.tidy(fields ->> 'licence_number'),
    nullif(fields ->> 'staff_id', '')::uuid)
  returning id into v_id;
  return jsonb_build_object('status', 'added', 'technician_id', v_id);
end;
$$;
comment on function private.add_technician is 'Writes down a new technician, who has no hours, home or skills yet: see the door of the same name.';

create function private.save_technician(technician_id uuid, fields jsonb, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_technician public.technicians := private.hold_technician(technician_id);
  v_refusal jsonb := coalesce(private.unsound_person(fields, to_jsonb(v_technician)), private.box_changed(v_technician, 'person', shown));
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  update public.technicians t
  set name = private.tidy(fields ->> 'name'), phone = private.tidy(fields ->> 'phone'), email = private.tidy(fields ->> 'email'),
    licence_number = private.tidy(fields ->> 'licence_number'), staff_id = nullif(fields ->> 'staff_id', '')::uuid
  where t.id = save_technician.technician_id;
  perform private.note_box(technician_id, 'person');
  return jsonb_build_object('status', 'saved');
end;
$$;
comment on function private.save_technician is 'Writes down who a technician is: see the door of the same name.';

-- Where they start, and how much a day holds ----------------------------------------------------------------------

create function private.home_lookup(technician public.technicians)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when technician.home_latitude is not null or private.address_of_home(technician.home_address) is null then null
    when exists (
      select from private.asked_addresses a where a.address = private.address_of_home(technician.home_address) and a.latitude is null) then 'unknown'
    when exists (select from private.asked_addresses) then 'waiting'
    else 'unasked' end;
end;
$$;
comment on function private.home_lookup is 'What becomes of a home''s address that has no coordinates: unknown (to the service that is asked), waiting (it is asked within the hour), unasked (this company has asked no service yet); null where there is nothing to look up.';

create function private.set_technician_home(
  technician_id uuid, address text, latitude double precision, longitude double precision, most integer, shown text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_technician public.technicians := private.hold_technician(technician_id);
  v_refusal jsonb := case
    when length(address) > 254 then private.rejected('address')
    when num_nulls(latitude, longitude) < 2 and not private.are_coordinates(latitude, longitude) then private.rejected('place')
    when most not between 1 and 50 then private.rejected('most')
    else private.box_changed(v_technician, 'home', shown) end;
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  if latitude is null then
    select a.latitude, a.longitude into latitude, longitude
    from private.asked_addresses a where a.address = private.address_of_home(private.tidy(set_technician_home.address));
  end if;
  update public.technicians t
  set home_address = private.tidy(address), home_latitude = latitude, home_longitude = longitude, max_visits_per_day = most
  where t.id = set_technician_home.technician_id;
  perform private.note_box(technician_id, 'home');
  return jsonb_build_object('status', 'saved');
end;
$$;
comment on function private.set_technician_home is 'Says where a technician''s days begin and end: see the door of the same name.';

-- What they can do ------------------------------------------------------------------------------------------------

create function private.set_technician_skills(technician_id uuid, skill_ids uuid[], shown text, despite boolean, as_of timestamptz)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_technician public.technicians := private.hold_technician(technician_id);
  v_refusal jsonb := private.box_changed(v_technician, 'skills', shown);
  v_before jsonb := private.misfits(technician_id, as_of);
  v_misfits text;
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  delete from public.technician_skills k where k.technician_id = set_technician_skills.technician_id and k.skill_id <> all (skill_ids);
  insert into public.technician_skills (technician_id, skill_id)
  select set_technician_skills.technician_id, s.id from public.skills s where s.id = any (skill_ids)
  on conflict on constraint technician_skills_technician_id_skill_id_key do nothing;
  return private.saved_or_misfit(technician_id, 'skills', v_before, despite, as_of);
exception when sqlstate 'MT024' then
  get stacked diagnostics v_misfits = pg_exception_detail;
  return jsonb_build_object('status', 'misfits', 'misfits', v_misfits::jsonb);
end;
$$;
comment on function private.set_technician_skills is 'Says what a technician is qualified for: see the door of the same name.';

-- When they work --------------------------------------------------------------------------------------------------

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
  v_before jsonb := private.misfits(technician_id, as_of);
  v_misfits text;
begin
  if v_refusal is not null then
    return v_refusal;
  end if;
  perform private.cut_hours(technician_id, daterange(from_day, until_day, '[]'));
  insert into public.technician_hours (technician_id, weekday, starts, ends, valid_from, valid_to)
  select set_technician_hours.technician_id, (r ->> 'weekday')::integer, (r ->> 'starts')::time, (r ->> 'ends')::time, from_day, until_day
  from jsonb_array_elements(week) r;
  return private.saved_or_misfit(technician_id, 'hours', v_before, despite, as_of);
exception when sqlstate 'MT024' then
  get stacked diagnostics v_misfits = pg_exception_detail;
  return jsonb_build_object('status', 'misfits', 'misfits', v_misfits::jsonb);
end;
$$;
comment on function private.set_technician_hours is 'Says when a technician works, from a day on or for a while: see the door of the same name.';

-- Back again ------------------------------------------------------------------------------------------------------

create function private.reactivate_technician(technician_id uuid)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_technician public.technicians := private.hold_technician(technician_id);
begin
  if v_technician.active then
    return private.refused('active');
  end if;
  update public.technicians t set active = true where t.id = reactivate_technician.technician_id;
  -- The login went with them, and comes back with them; who also works in the office kept it.
  update public.staff s set active = true where s.id = v_technician.staff_id and s.role = 'technician' and not s.active;
  return jsonb_build_object('status', 'reactivated');
end;
$$;
comment on function private.reactivate_technician is 'A technician is back: their times are offered again, and they sign in. {status: reactivated | refused (reason: active)}.';
