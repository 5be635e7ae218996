-- Loaded by tests/pgtap.ts in front of each test file, inside the file's transaction. Tests act as a
-- persona and see what that persona sees. Every change of persona starts from the owner of the session.

create schema tests;
grant usage on schema tests, extensions to anon, authenticated, service_role;

create function tests.act_as_owner()
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

create function tests.act_as(database_role text, user_id uuid default null)
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

create function tests.act_as_anon()
returns void
language sql volatile
as $$ select tests.act_as('anon') $$;
comment on function tests.act_as_anon is 'Anybody with a link.';

create function tests.act_as_service()
returns void
language sql volatile
as $$ select tests.act_as('service_role') $$;
comment on function tests.act_as_service is 'Jobs and Edge Functions.';

create function tests.staff_user(role text)
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

create function tests.act_as_staff(role text)
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

create function tests.freeze_clock(at timestamptz)
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

grant execute on all functions in schema tests to anon, authenticated, service_role;
