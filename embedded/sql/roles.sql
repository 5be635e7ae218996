-- The roles and schemas that every hosted Supabase project has. Roles belong to the whole server, so
-- two databases may get here at once: a role that appears in between is fine.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['anon', 'authenticated', 'service_role', 'authenticator'] loop
    begin
      execute format('create role %I nologin', v_role);
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
end;
$$;

do $$
begin
  if not (select rolbypassrls from pg_roles where rolname = 'service_role') then
    alter role service_role bypassrls;
  end if;
  if (select rolinherit from pg_roles where rolname = 'authenticator') then
    alter role authenticator noinherit;
  end if;
  if not pg_has_role('authenticator', 'service_role', 'member') then
    grant anon, authenticated, service_role to authenticator;
  end if;
end;
$$;

create schema if not exists extensions;
grant usage on schema public, extensions to anon, authenticated, service_role;
create extension if not exists pgcrypto with schema extensions;
