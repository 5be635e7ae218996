-- The door to technicians: the office sees them and says who is away or leaves; who they are, what they can do and when they
-- work is the administrator's to say.

-- The office ------------------------------------------------------------------------------------------------------

create function public.technicians_page()
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.technicians_page(private.clock());
end;
$$;
comment on function public.technicians_page is 'All technicians: {status: ok, today, technicians: [{technician_id, name, active, phone, lacks: what is missing (hours, skills, home, login), week: today''s hours (private.week_of_work), skills: names, leave: the next or present one (private.leave_told), else null, days: the next seven (private.load_of_days)}]}. 42501 unless office.';

create function public.technician_page(technician_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  perform private.require_technician(technician_id);
  return private.technician_page(technician_id, private.clock());
end;
$$;
comment on function public.technician_page is 'One technician: {status: ok, today, technician_id, name, first_name, active, phone, email, licence_number, login (private.login_told), home: {address, latitude, longitude, most: visits a day, lookup (private.home_lookup)}, map: what lies around (private.map_around), lacks, shown: {person, home, skills, hours, calendar: what each form sends back}, skills: [{skill_id, name, has}], weeks: the present hours and those to come [{from_day, until_day, week}], leave, past_leave: that of the last 31 days, days, ahead: how many jobs are booked, misfits: those that do not fit (private.misfits), calendar_since: when the calendar address was made that works now (null for none), logins: whom the login can be given}. 42501 unless office, PT404.';

create function public.place_time_off(
  technician_id uuid, starts_at timestamptz, ends_at timestamptz, note text default null, dry_run boolean default false, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_refusal jsonb := private.too_much(notes => note);
  v_reason text;
begin
  perform private.require_office();
  if v_refusal is not null then
    return v_refusal;
  elsif not coalesce(isfinite(starts_at) and isfinite(ends_at) and starts_at < ends_at, false) then
    return private.rejected('time');
  end if;
  perform private.require_technician(technician_id);
  v_reason := private.cannot_be_away(tstzrange(starts_at, ends_at), private.clock());
  if v_reason is not null then
    return private.rejected(v_reason);
  end if;
  return private.try_time_off(technician_id, tstzrange(starts_at, ends_at), private.written(note), coalesce(dry_run, false), shown);
end;
$$;
comment on function public.place_time_off is 'A technician is away: booked work there becomes needs_rescheduling with an urgent activity each, then the time blocks. With dry_run all of it is tried and taken back. {status: placed (task_id, task_ids: several around work that began, moved_to_rescheduling) | tried, each with put_aside: [{task_id, task_type, starts_at, ends_at, customer, visit_id, told: mail, call, letter, nobody}] and shown | refused (reason: technician, who has left; changed: what follows is no longer what was shown: put_aside, shown) | rejected (reason: time (none, or more than 31 days at once), past (it began more than 31 days ago), far (it ends in more than two years), notes (most))}. 42501, PT404.';

create function public.take_back_time_off(task_id uuid, shown timestamptz default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.take_back_time_off(task_id, shown, private.clock());
end;
$$;
comment on function public.take_back_time_off is 'A technician is not away after all, was not, or is back earlier (shown: the end that the page showed): {status: taken_back | ended (it goes on: it is over now), each with back: how much of what was put aside for it is where it was, and waits: how much is not, since its client was told, or the time is gone (a day that is closed stays closed) | refused (reason: over (more than 31 days ago, or taken back already), changed (it has another end by now))}. 42501, PT404.';

create function public.deactivate_technician(technician_id uuid, dry_run boolean default false, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.require_office();
  perform private.require_technician(technician_id);
  return private.try_to_let_go(technician_id, coalesce(dry_run, false), shown, private.clock());
end;
$$;
comment on function public.deactivate_technician is 'A technician leaves: coming work becomes needs_rescheduling with an urgent activity each, nothing more is offered, and a technician''s login is switched off. With dry_run all of it is tried and taken back. {status: deactivated (moved_to_rescheduling) | tried, each with put_aside and shown as place_time_off | refused (reason: changed, as there)}. 42501, PT404.';

create function public.rotate_calendar_link(technician_id uuid, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office_or_self(technician_id);
  perform private.require_technician(technician_id);
  return private.rotate_calendar_link(technician_id, shown);
end;
$$;
comment on function public.rotate_calendar_link is 'A new private address for a technician''s calendar, theirs for themselves, for the office anybody''s; the one before stops working; shown: what the page had (calendar_link, technician_page): {status: made (url: told this once) | rejected (reason: technician, who has left) | refused (reason: changed: there is another one since)}. 42501, PT404.';

create function public.revoke_calendar_link(technician_id uuid, shown text default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office_or_self(technician_id);
  perform private.require_technician(technician_id);
  return private.revoke_calendar_link(technician_id, shown);
end;
$$;
comment on function public.revoke_calendar_link is 'Ends the private address of a technician''s calendar, theirs or for the office anybody''s; shown as there: {status: revoked | none | refused (reason: changed, as there)}. 42501, PT404.';

create function public.calendar_link(technician_id uuid default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_technician_id uuid := coalesce(technician_id, private.signed_in_technician());
begin
  perform private.require_office_or_self(v_technician_id);
  perform private.require_technician(v_technician_id);
  return jsonb_build_object('status', 'ok', 'technician_id', v_technician_id, 'made_at', private.calendar_linked_at(v_technician_id), 'shown', private.calendar_shown(v_technician_id));
end;
$$;
comment on function public.calendar_link is 'Whether a technician, the signed-in one where none is named, has a private calendar address: {status: ok, technician_id, made_at: null for none, shown: what forms send back}. The address itself is told once, when it is made. 42501, PT404.';

grant execute on function public.rotate_calendar_link, public.revoke_calendar_link, public.calendar_link to authenticated, service_role;
grant execute on function public.technicians_page, public.technician_page, public.place_time_off, public.take_back_time_off, public.deactivate_technician
  to authenticated, service_role;

-- Administrators --------------------------------------------------------------------------------------------------

create function public.add_technician(fields jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.add_technician(coalesce(fields, '{}'));
end;
$$;
comment on function public.add_technician is 'Writes down a new technician (fields: name, phone, email, licence_number, staff_id: their login), who has no hours, home or skills yet: {status: added (technician_id) | rejected (reason: name, phone, email, licence_number, login) | refused (reason: login, which is another technician''s; alike: there is one of that name)}. 42501.';

create function public.save_technician(technician_id uuid, fields jsonb, shown text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.save_technician(technician_id, coalesce(fields, '{}'), shown);
end;
$$;
comment on function public.save_technician is 'Writes down who a technician is (fields as add_technician, all of them): {status: saved | rejected, refused as there; refused also with changed (at, by): the page showed something else}. 42501, PT404.';

create function public.set_technician_home(
  technician_id uuid, address text, latitude double precision, longitude double precision, most integer, shown text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.set_technician_home(technician_id, address, latitude, longitude, most, shown);
end;
$$;
comment on function public.set_technician_home is 'Says where a technician''s days begin and end, in words and as coordinates (both or neither: then the address is looked up as clients'' are), and how many maintenance visits a day holds (most, 1 to 50; null: no limit): {status: saved | rejected (reason: address, place, most) | refused (reason: changed (at, by))}. 42501, PT404.';

create function public.set_technician_skills(technician_id uuid, skill_ids uuid[], shown text, despite boolean default false)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.set_technician_skills(technician_id, coalesce(skill_ids, '{}'), shown, coalesce(despite, false), private.clock());
end;
$$;
comment on function public.set_technician_skills is 'Says what a technician is qualified for: {status: saved | misfits (misfits: bookings that would no longer fit, private.misfits; nothing is saved unless despite says so, and then they stay) | refused (reason: changed (at, by))}. 42501, PT404.';

create function public.set_technician_hours(
  technician_id uuid, week jsonb, from_day date, shown text, until_day date default null, despite boolean default false)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.set_technician_hours(technician_id, week, from_day, until_day, shown, coalesce(despite, false), private.clock());
end;
$$;
comment on function public.set_technician_hours is 'Says when a technician works (week: [{weekday: 1 is Monday, starts, ends: as 08:00}], the space between two of a day is a break) from a day on that is not past, or until another one; what held before and after holds on: {status: saved | misfits as set_technician_skills | rejected (reason: from, until, week (weekday)) | refused (reason: changed (at, by))}. 42501, PT404.';

create function public.reactivate_technician(technician_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.reactivate_technician(technician_id);
end;
$$;
comment on function public.reactivate_technician is 'A technician who had left is back, with hours and skills as they were, and their login: {status: reactivated | refused (reason: active)}. 42501, PT404.';

grant execute on function public.add_technician, public.save_technician, public.set_technician_home, public.set_technician_skills,
  public.set_technician_hours, public.reactivate_technician to authenticated, service_role;
