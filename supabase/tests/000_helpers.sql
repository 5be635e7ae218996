-- Loaded by tests/pgtap.ts in front of each test file, inside the file's transaction. Tests act as a
-- persona and see what that persona sees. Every change of persona starts from the owner of the session.

create schema if not exists tests;
grant usage on schema tests, extensions to anon, authenticated, service_role;

create or replace function tests.act_as_owner()
returns void
language plpgsql volatile
as $$
begin
  perform set_config('statement_timeout', '0', true);
  perform set_config('role', 'none', true);
  perform set_config('request.jwt.claims', '', true);
  perform set_config('request.jwt.claim.sub', '', true);
  perform set_config('request.jwt.claim.role', '', true);
end;
$$;
comment on function tests.act_as_owner is 'Back to the owner of the database, outside any request.';

create or replace function tests.act_as(database_role text, user_id uuid default null)
returns void
language plpgsql volatile
as $$
begin
  perform tests.act_as_owner();
  perform set_config(
    'request.jwt.claims',
    jsonb_strip_nulls(jsonb_build_object('role', database_role, 'sub', user_id))::text,
    true
  );
  perform set_config('role', database_role, true);
  -- As hosted projects limit a call.
  perform set_config('statement_timeout', case database_role when 'anon' then '3s' else '8s' end, true);
end;
$$;
comment on function tests.act_as is 'As a request with this database role and, for authenticated, this auth user; with the time limits of a hosted project.';

create or replace function tests.act_as_anon()
returns void
language sql volatile
as $$ select tests.act_as('anon') $$;
comment on function tests.act_as_anon is 'Anybody with a link.';

create or replace function tests.act_as_service()
returns void
language sql volatile
as $$ select tests.act_as('service_role') $$;
comment on function tests.act_as_service is 'Jobs and Edge Functions.';

create or replace function tests.staff_user(role text)
returns uuid
language plpgsql volatile
as $$
declare
  v_email text := role || '@tests.example.com';
  v_user uuid;
begin
  select staff.user_id into v_user from public.staff where staff.email = v_email;
  if v_user is null then
    v_user := gen_random_uuid();
    insert into auth.users (id, email) values (v_user, v_email);
    insert into public.staff (user_id, email, name, role) values (v_user, v_email, initcap(role), role);
  end if;
  return v_user;
end;
$$;
comment on function tests.staff_user is 'The auth user of the one test person with a role (office, technician, admin), made when missing. Owner only.';

create or replace function tests.act_as_staff(role text)
returns uuid
language plpgsql volatile
as $$
declare
  v_user uuid;
begin
  perform tests.act_as_owner();
  v_user := tests.staff_user(act_as_staff.role);
  perform tests.act_as('authenticated', v_user);
  return v_user;
end;
$$;
comment on function tests.act_as_staff is 'As a signed-in person with this role; returns the auth user.';

create or replace function tests.freeze_clock(at timestamptz)
returns void
language plpgsql volatile
as $$
declare
  v_role text := current_setting('role');
begin
  perform set_config('role', 'none', true);
  execute format(
    'create or replace function private.clock() returns timestamptz language sql stable '
    'set search_path = '''' as %L',
    format('select %L::timestamptz', at)
  );
  perform set_config('role', v_role, true);
end;
$$;
comment on function tests.freeze_clock is 'Stops the clock of every rule at this instant until the file ends.';

-- A company in a few words: things are known by labels, and a unit, its contract and its open cycle share one.

create or replace function tests.id(label text)
returns uuid
language sql immutable
as $$ select md5(label)::uuid $$;
comment on function tests.id is 'The id of whatever a test calls by this label.';

create or replace function tests.token(label text)
returns text
language sql stable
as $$
  select y.token from public.maintenance_cycles y where y.contract_id = tests.id(label) and y.closed_at is null
$$;
comment on function tests.token is 'The private link of a unit''s open cycle.';

create or replace function tests.unit(label text, customer text, category text, street text, due date)
returns void
language sql volatile
as $$
  insert into public.units (id, customer_id, category_id, street, city, province, postal_code, latitude, longitude)
  select tests.id(label), tests.id(customer), k.id, street, 'Brampton', 'ON', 'L6Y 0A1', 43.70 + length(street) * 0.001, -79.70
  from public.equipment_categories k where k.code = category;
  insert into public.maintenance_contracts (id, unit_id) values (tests.id(label), tests.id(label));
  insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id(label), 1, due);
$$;
comment on function tests.unit is 'A unit under contract at an address in Brampton, with its cycle.';

create or replace function tests.technician(label text, skills text[])
returns void
language sql volatile
as $$
  insert into public.technicians (id, name, home_latitude, home_longitude) values (tests.id(label), label, 43.70, -79.70);
  insert into public.technician_hours (technician_id, weekday, starts, ends)
  select tests.id(label), d, '08:00', '16:00' from generate_series(1, 5) d;
  insert into public.technician_skills (technician_id, skill_id)
  select tests.id(label), s.id from public.skills s where s.code = any (skills);
$$;
comment on function tests.technician is 'A technician who works weekdays from 8 to 4.';

create or replace function tests.book(
  label text, technician text, at timestamptz, others uuid[] default '{}', phone text default null, notes text default null)
returns jsonb
language sql volatile
as $$ select public.confirm_booking(tests.token(label), tests.id(technician), at, phone, notes, others) $$;
comment on function tests.book is 'The client of a unit books.';

create or replace function tests.forget_all(table_name regclass)
returns void
language plpgsql volatile
-- As what lets go of rows for their age.
set rules.made_by = 'keep_house'
as $$
begin
  execute format('delete from %s', table_name);
end;
$$;
comment on function tests.forget_all is 'Empties a table of what was said and done, to begin anew. Owner only.';

create or replace function tests.as_function(name text, statement text)
returns void
language plpgsql volatile
as $$
begin
  perform set_config('rules.made_by', name, true);
  execute statement;
  perform set_config('rules.made_by', '', true);
end;
$$;
comment on function tests.as_function is 'Writes as the function of that name does, which guards let pass: for what only time or a sender brings about. Owner only.';

create or replace function tests.known_as_deceased(label text, died_on date)
returns void
language sql volatile
-- No trigger looks: what follows from a death is tried elsewhere.
set session_replication_role = replica
as $$ update public.customers set deceased_on = died_on where id = tests.id(label) $$;
comment on function tests.known_as_deceased is 'A client is on file as deceased (null: not), and their contract goes on all the same: as one whose visit was under way. Owner only.';

create or replace function tests.as_office(call text)
returns jsonb
language plpgsql volatile
as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('office');
  execute 'select public.' || call into v_answer;
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
comment on function tests.as_office is 'What the office is answered when it calls a door, such as close_day(''2026-06-04''). Owner only.';

create or replace function tests.six_stops_of_a_thursday()
returns void
language sql volatile
as $$
  insert into public.customers (id, name, email, phone, reach_by, street, city, province, postal_code) values
    (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', 'email', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
    (tests.id('bob'), 'Bob Example', null, '905-555-0112', 'phone', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1'),
    (tests.id('cy'), 'Cy Example', null, '905-555-0113', 'relay', '12 Fir Rd', 'Brampton', 'ON', 'L6Y 0A1'),
    (tests.id('dee'), 'Dee Example', 'dee@example.com', '905-555-0114', 'email', '14 Ash Row', 'Brampton', 'ON', 'L6Y 0A1'),
    (tests.id('eve'), 'Eve Example', 'eve@example.com', '905-555-0115', 'email', '160 Yew Lane', 'Brampton', 'ON', 'L6Y 0A1');
  select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
  select tests.unit('adas', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('adas porch', 'ada', 'porch_lift', '3 Elm St', '2026-06-20'),
    tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('cys', 'cy', 'stairlift', '12 Fir Rd', '2026-06-20'),
    tests.unit('dees', 'dee', 'stairlift', '14 Ash Row', '2026-06-20'), tests.unit('eves', 'eve', 'porch_lift', '160 Yew Lane', '2026-06-20');
  select tests.book('adas', 'Tess One', '2026-06-04 13:00+00'), tests.book('adas porch', 'Luis Two', '2026-06-04 17:00+00'),
    tests.book('bobs', 'Tess One', '2026-06-04 15:00+00'), tests.book('cys', 'Tess One', '2026-06-04 17:00+00'),
    tests.book('dees', 'Luis Two', '2026-06-04 13:00+00'), tests.book('eves', 'Luis Two', '2026-06-04 15:00+00');
  select tests.known_as_deceased('dee', '2026-05-30');
  update public.messages set state = 'superseded' where state = 'queued';
$$;
comment on function tests.six_stops_of_a_thursday is 'Of Thursday, June 4, 2026: three stops each of Tess and Luis, two of them of one client; who is mailed, called, written to, and one who has died. Nothing waits to be sent. For a clock on the Monday before. Owner only.';

create or replace function tests.run_daily_only(variadic jobs text[])
returns void
language plpgsql volatile
-- As a migration, which alone writes what is a rule.
set rules.made_by = 'migration'
as $$
begin
  update private.jobs j set schedule = case when j.name = any (run_daily_only.jobs) then '*/15 * * * *' end where j.runs = 'daily';
end;
$$;
comment on function tests.run_daily_only is 'Of all daily jobs only these run by themselves, whatever others there are. Owner only.';

grant execute on all functions in schema tests to anon, authenticated, service_role;

-- For pg_prove, which runs this file first and by itself.
select unnest(array['1..1', 'ok 1 - what the tests share is there']);
