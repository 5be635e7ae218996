-- Foundation: schemas, what is granted by default (nothing), the clock, who is asking, and the guards of states.
-- Chapters are read in order. The first part (2026112601…) is what there is, the second (…02…) what happens,
-- the third (…03…) the doors: the functions that people, jobs and links may call. No chapter names an object
-- of a later one.

create schema if not exists private;
comment on schema private is 'Internals. Not exposed over HTTP; staff may only call the role look-ups that policies need.';

create schema if not exists extensions;
create extension if not exists btree_gist with schema extensions;
create extension if not exists pgcrypto with schema extensions;

-- Nothing is executable or readable unless a chapter says so. The global form matters for functions:
-- the per-schema form cannot take away what PUBLIC gets by default. The per-schema revokes undo the
-- grants that older hosted projects were created with.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;

revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

-- Clock ---------------------------------------------------------------------------------------------

create function private.clock()
returns timestamptz
language plpgsql stable
set search_path = ''
as $$
begin
  return now();
end;
$$;
comment on function private.clock is 'The present instant for every rule of the domain. Replacing this one function moves the whole system in time.';

create function private.known_days()
returns tstzrange
language sql immutable
return tstzrange('1900-01-01Z', '2200-01-01Z');
comment on function private.known_days is 'The instants that anything of ours can be about: no table keeps one outside ("known days").';

-- Who is asking -------------------------------------------------------------------------------------

create function private.request_role()
returns text
language sql stable
return current_setting('role', true);
comment on function private.request_role is 'The role the request runs as (anon, authenticated, service_role), also inside security definer functions; ''none'' on a direct connection.';

create function private.random_token()
returns text
language sql volatile
return rtrim(translate(encode(extensions.gen_random_bytes(32), 'base64'), '+/', '-_'), '=');
comment on function private.random_token is '32 random bytes as 43 characters of base64url.';

create function private.looks_random(token text)
returns boolean
language sql immutable strict
return token ~ '^[A-Za-z0-9_-]{43}$' and (select count(distinct c) >= 12 from regexp_split_to_table(token, '') c);
comment on function private.looks_random is 'Whether a token is written as those of random_token are, and not with a few characters over and over. Of random ones not one in a billion has so few different ones.';

-- What never changes, and what may become what --------------------------------------------------------

create function private.refuse_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if private.made_by() = any (tg_argv) and tg_level = 'ROW' then
    return coalesce(new, old);
  end if;
  raise exception '%: no % of what is kept', tg_table_name, lower(tg_op) using errcode = 'MT002';
end;
$$;
comment on function private.refuse_change is 'Trigger of what is kept as it is: raises MT002, whoever asks, but for the functions that the trigger names in its arguments. It also stands before the truncate of every table that is kept ("whole trail"), where no row trigger would see what goes.';

create function private.made_by()
returns text
language sql stable
return nullif(current_setting('rules.made_by', true), '');
comment on function private.made_by is 'The function that answers for what is written now, null for most writes and whatever is written by hand. How a guard lets a rule of its own pass: the function says its name in its head (set rules.made_by = ''correct_price''), which holds until it returns; the guard asks for that name, and the audit trail keeps it. Nobody comes to the name by mistake, and who sets it by hand is on record with it.';

create function private.refuse_delete()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if private.made_by() in ('keep_house', 'erase_customer') then
    return old;
  end if;
  raise exception 'rows of % are kept', tg_table_name using errcode = 'MT002';
end;
$$;
comment on function private.refuse_delete is 'Trigger (before delete, for each row) of what was said and done: raises MT002, whoever asks, but lets go what private.keep_house drops for its age and private.erase_customer with a person.';

create table private.transitions (
  table_name text not null,
  from_state text not null,
  to_state text not null,
  made_by text[] not null default '{}',
  only_in text[],
  primary key (table_name, from_state, to_state)
);
comment on table private.transitions is 'Every change of a column state that is allowed, per table. Each chapter lists those of its own tables. From ''new'': what a row may be when it is made, beside what rows begin as, where the table guards that.';
comment on column private.transitions.only_in is 'The functions inside which alone it happens, for every role (private.made_by); null where any writer may.';
comment on column private.transitions.made_by is 'Who makes it: office (by set_task_state, a word for the state it should have), technician (the same, for their own work), move (whoever gives work a time), stop (visits follow their task). Empty: functions of the table''s own chapter, or an administrator in Studio.';

create function private.guard_state()
returns trigger
-- Definer: the rule holds for writers who may not read it.
language plpgsql security definer
set search_path = ''
as $$
declare
  v_from text := case tg_op when 'INSERT' then 'new' else old.state end;
begin
  if new.state is distinct from v_from and not exists (
    select from private.transitions t
    where t.table_name = tg_table_name and t.from_state = v_from and t.to_state = new.state
      and (t.only_in is null or private.made_by() = any (t.only_in))
  ) then
    raise exception '%: % cannot become %', tg_table_name, v_from, new.state using errcode = 'MT001';
  end if;
  return new;
end;
$$;
comment on function private.guard_state is 'Trigger: a state that private.transitions does not let follow, or not in this function, raises MT001, whoever asks. Before insert it asks for the way from ''new''.';

create function private.may_become(table_name text, from_state text, to_state text, made_by text)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from private.transitions t
    where t.table_name = may_become.table_name and t.from_state = may_become.from_state and t.to_state = may_become.to_state
      and may_become.made_by = any (t.made_by));
end;
$$;
comment on function private.may_become is 'Whether such a maker may take a row from one state to another.';

-- Column defaults and triggers run as whoever writes.
grant execute on function private.clock, private.request_role, private.random_token, private.looks_random, private.made_by to authenticated, service_role;
