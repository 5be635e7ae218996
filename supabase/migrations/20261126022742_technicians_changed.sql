-- Technicians changed: who somebody of the road is and where they start; what they can do and when they work is the next
-- chapter's. Each is a box of its own, saved by itself: who saves one overwrites nothing of another, and nothing that changed
-- since they looked.

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
language sql stable
return case when coalesce(box_changed.shown, '') <> coalesce(private.technician_box(box_changed.technician, box_changed.box), '') then
  private.changed_by_somebody(array[(box_changed.technician).id], what => box_changed.box) end;
comment on function private.box_changed is 'The refusal of a form whose page showed that box otherwise; null where it showed what is so.';

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
