-- Technicians: who visits, what they are qualified for, when they work, and the days when nobody does.

create table public.technicians (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid unique references public.staff,
  name text not null check (btrim(name) <> ''),
  first_name text not null generated always as (coalesce(nullif(private.first_name(name), ''), split_part(btrim(name), ' ', 1))) stored,
  email text,
  phone text,
  licence_number text,
  home_address text,
  home_latitude double precision check (home_latitude between -90 and 90),
  home_longitude double precision check (home_longitude between -180 and 180),
  max_visits_per_day integer check (max_visits_per_day > 0),
  active boolean not null default true,
  created_at timestamptz not null default now(),
  constraint technicians_home_or_not check ((home_latitude is null) = (home_longitude is null)),
  -- In the sea off Africa: what programs write that found no place.
  constraint technicians_live_somewhere check (home_latitude <> 0 or home_longitude <> 0),
  constraint technicians_on_one_line check (private.on_one_line(name) and private.on_one_line(email) and private.on_one_line(phone)
    and private.on_one_line(licence_number) and private.on_one_line(home_address))
);
comment on table public.technicians is 'People who visit. Days start and end at home.';
comment on column public.technicians.home_address is 'Where home is, in words; the search asks its coordinates.';
comment on column public.technicians.max_visits_per_day is 'Most maintenance visits a day; null is no limit.';

create table public.technician_skills (
  id uuid primary key default gen_random_uuid(),
  technician_id uuid not null references public.technicians on delete cascade,
  skill_id uuid not null references public.skills,
  unique (technician_id, skill_id)
);
comment on table public.technician_skills is 'Who is qualified for what.';

create index technician_skills_by_skill on public.technician_skills (skill_id, technician_id);

create table public.technician_hours (
  id uuid primary key default gen_random_uuid(),
  technician_id uuid not null references public.technicians on delete cascade,
  weekday integer not null check (weekday between 1 and 7),
  starts time not null,
  ends time not null,
  valid_from date,
  valid_to date,
  constraint technician_hours_forward check (ends > starts),
  constraint technician_hours_valid_forward check (valid_to >= valid_from),
  -- Hours of one weekday do not overlap while both are valid; the space between two rows is a break.
  constraint technician_hours_no_overlap exclude using gist (
    technician_id with =,
    weekday with =,
    daterange(valid_from, valid_to, '[]') with &&,
    tsrange('2000-01-01'::date + starts, '2000-01-01'::date + ends) with &&)
);
comment on table public.technician_hours is 'Weekly working hours in local time; weekday 1 is Monday. The day''s shift runs from the first start to the last end, spaces between rows are breaks.';

create index technician_hours_by_technician on public.technician_hours (technician_id, weekday);

create table public.holidays (
  id uuid primary key default gen_random_uuid(),
  on_day date not null unique,
  name text not null default 'Holiday' check (btrim(name) <> '' and private.on_one_line(name))
);
comment on table public.holidays is 'Company holidays: nobody works, and they are no business days.';

create function private.require_technician(technician_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if not exists (select from public.technicians t where t.id = require_technician.technician_id) then
    raise exception 'no such technician' using errcode = 'PT404';
  end if;
end;
$$;
comment on function private.require_technician is 'Raises PT404 for an unknown technician.';

create function private.signed_in_technician()
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select t.id
    from public.technicians t join public.staff s on s.id = t.staff_id
    where s.user_id = (select private.signed_in_user()) and s.active and t.active);
end;
$$;
comment on function private.signed_in_technician is 'The technician who is signed in; null for anybody else, and for one who has left, be it the company (staff) or the road (technicians).';

create function private.require_office_or_self(technician_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if private.request_role() in ('anon', 'authenticated') and not private.is_office()
    and not coalesce(private.signed_in_technician() = technician_id, false) then
    raise exception 'only the office may do this for somebody else' using errcode = '42501';
  end if;
end;
$$;
comment on function private.require_office_or_self is 'Raises 42501 unless the caller is the office, the service role, a direct connection, or that technician, who is active.';

create function private.switch_off_login()
returns trigger
-- Definer: whoever deactivates a technician need not be able to write staff.
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Who also works in the office keeps that, until an administrator says otherwise.
  update public.staff s set active = false where s.id = new.staff_id and s.role = 'technician' and s.active;
  return null;
end;
$$;
comment on function private.switch_off_login is 'Trigger: a technician who leaves cannot sign in any more.';

create trigger switch_off_login after update of active on public.technicians
  for each row when (old.active and not new.active) execute function private.switch_off_login();

create function private.qualified_technicians(skill_ids uuid[], among uuid[])
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  if among is not null then
    -- Each by its key: everybody and all their skills would be read for one of them otherwise.
    return array(
      select distinct a.id
      from unnest(among) a (id)
      where (select t.active from public.technicians t where t.id = a.id)
        and skill_ids <@ array(select k.skill_id from public.technician_skills k where k.technician_id = a.id)
      order by a.id);
  elsif skill_ids = '{}' then
    return array(select t.id from public.technicians t where t.active order by t.id);
  end if;
  return array(
    select t.id
    from public.technician_skills k
    join public.technicians t on t.id = k.technician_id and t.active
    where k.skill_id = any (skill_ids)
    group by t.id
    having count(*) = (select count(distinct needed) from unnest(skill_ids) needed)
    order by t.id);
end;
$$;
comment on function private.qualified_technicians is 'Active technicians who hold every skill, by id; with among only of those.';

create function private.nearest_technicians(
  skill_ids uuid[], latitude double precision, longitude double precision, most integer)
returns uuid[]
language plpgsql stable
set search_path = ''
as $$
begin
  return array(
    select t.id
    from unnest(private.qualified_technicians(skill_ids, null)) q (id)
    join public.technicians t on t.id = q.id
    order by (t.home_latitude - nearest_technicians.latitude) ^ 2
      + ((t.home_longitude - nearest_technicians.longitude) * cos(radians(nearest_technicians.latitude))) ^ 2, t.id
    limit most);
end;
$$;
comment on function private.nearest_technicians is 'Those who hold every skill, by how near a place they live, nearest first; whose home is unknown come last.';

create function private.business_days(from_day date, to_day date)
returns table (day date, number integer)
language sql stable
set search_path = ''
as $$
  select d::date, row_number() over (order by d)::integer
  from generate_series(from_day, to_day, interval '1 day') d
  where extract(isodow from d) < 6
    and not exists (select from public.holidays h where h.on_day = d::date);
$$;
comment on function private.business_days is 'Monday to Friday without company holidays, both ends included, numbered from 1.';

create trigger audit after insert or update or delete on public.technicians for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.technician_hours for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.technician_skills for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.holidays for each row execute function private.record_change();

-- Access: the office reads; who works when is the administrator's to say ------------------------------

do $$
declare
  v_table text;
begin
  foreach v_table in array array['technicians', 'technician_skills', 'technician_hours', 'holidays'] loop
    execute format('alter table public.%I enable row level security', v_table);
    execute format('create policy office_reads on public.%I for select to authenticated using ((select private.is_office()))', v_table);
    perform private.let_admin_write(v_table);
    execute format('grant select, insert, update, delete on public.%I to service_role', v_table);
  end loop;
end;
$$;

grant select, insert, update, delete on public.technician_skills, public.technician_hours, public.holidays to authenticated;
grant select (id, staff_id, name, first_name, email, phone, licence_number, home_address, home_latitude, home_longitude, max_visits_per_day, active, created_at)
  on public.technicians to authenticated;
grant insert (staff_id, name, email, phone, licence_number, home_address, home_latitude, home_longitude, max_visits_per_day),
  update (staff_id, name, email, phone, licence_number, home_address, home_latitude, home_longitude, max_visits_per_day)
  on public.technicians to authenticated;
