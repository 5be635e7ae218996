-- Calls: what is kept of each call about an activity, which number is called, and how many tries count.

create table public.activity_calls (
  id uuid primary key default gen_random_uuid(),
  activity_id uuid not null references public.office_activities,
  number integer not null check (number > 0),
  result text not null check (result in (
    'booked', 'no_answer', 'left_message', 'call_later', 'declined', 'wrong_number', 'moved', 'sold', 'deceased', 'hospital', 'spoke', 'letter', 'undone')),
  note text,
  again_on date,
  due_on date not null,
  undoes uuid unique references public.activity_calls,
  made_at timestamptz not null default private.clock(),
  staff_id uuid references public.staff,
  turn bigint not null default nextval('private.turns'),
  constraint undone_names_its_call check ((result = 'undone') = (undoes is not null)),
  constraint activity_calls_number_key unique (activity_id, number)
);
comment on table public.activity_calls is 'How each call about an activity went, numbered from 1; a letter that was printed instead is one too. Nothing is rewritten: what was logged by mistake is followed by a row that undoes it.';
comment on column public.activity_calls.again_on is 'When the activity comes back.';
comment on column public.activity_calls.due_on is 'When it was due until then: what undoing restores.';
comment on column public.activity_calls.undoes is 'The call that was logged by mistake.';
comment on column public.activity_calls.turn is 'Its place in the order of private.turns, taken under the lock of its activity: who waited for that began earlier.';

create trigger keep_calls before update or delete on public.activity_calls
  for each row execute function private.refuse_change('erase_customer');
create trigger audit after insert or update or delete on public.activity_calls for each row execute function private.record_change();

alter table public.activity_calls enable row level security;
create policy office_reads on public.activity_calls for select to authenticated using ((select private.is_office()));
grant select on public.activity_calls to authenticated, service_role;

-- Whom to call ------------------------------------------------------------------------------------------

create function private.number_to_call(customer_id uuid, details jsonb)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_client public.customers;
  v_wrong text := details ->> 'wrong_number';
  v_left text := nullif(details ->> 'phone', v_wrong);
begin
  if v_left is not null then
    return jsonb_build_object('phone', v_left, 'from', 'left');
  end if;
  select * into v_client from public.customers m where m.id = number_to_call.customer_id;
  if v_client.id is null or v_client.deceased_on is not null or v_client.reach_by in ('letter', 'relay') then
    return null;
  elsif v_client.reach_by <> 'caregiver' and v_client.phone is not null and v_client.phone is distinct from v_wrong then
    return jsonb_build_object('phone', v_client.phone, 'from', 'file');
  end if;
  return (
    select jsonb_build_object('phone', k.phone, 'from', 'contact', 'name', k.name, 'relation', k.relation)
    from public.customer_contacts k
    where k.customer_id = v_client.id and k.phone is not null and k.phone is distinct from v_wrong
    order by k.created_at, k.id limit 1);
end;
$$;
comment on function private.number_to_call is 'Which number is called: the one that was left for it, else the client''s, else a contact''s: {phone, from: left | file | contact (name, relation)}. Null for who has died, is not to be called, or whose number is wrong: a letter then, if anything.';

-- What counts -------------------------------------------------------------------------------------------

create function private.calls_that_count(activity_id uuid)
returns setof public.activity_calls
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  select c.* from public.activity_calls c
  where c.activity_id = calls_that_count.activity_id and c.undoes is null
    and not exists (select from public.activity_calls u where u.undoes = c.id)
  order by c.number;
end;
$$;
comment on function private.calls_that_count is 'The calls about an activity without those that were undone, oldest first.';

create function private.tries(activity_id uuid)
returns integer
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select count(*) filter (where c.nobody_reached)
    from (
      select n.nobody_reached, bool_and(n.nobody_reached) over (order by n.number desc) as in_a_row
      from (select k.*, k.result in ('no_answer', 'left_message') as nobody_reached from private.calls_that_count(tries.activity_id) k) n
    ) c where c.in_a_row);
end;
$$;
comment on function private.tries is 'How often in a row nobody was reached; from three on a letter is the next thing to try.';

create function private.business_days_later(from_day date, days integer)
returns date
language plpgsql stable
set search_path = ''
as $$
begin
  -- More than two weeks of holidays in a row are a slip in the calendar.
  return coalesce((select d.day from private.business_days(from_day + 1, from_day + 3 * days + 14) d where d.number = days), from_day + days);
end;
$$;
comment on function private.business_days_later is 'So many business days after a day: never a weekend, never a holiday.';

create function private.call_again_on(from_day date)
returns date
language plpgsql stable
set search_path = ''
as $$
begin
  return private.business_days_later(from_day, (select s.follow_up_again_days from public.company_settings s));
end;
$$;
comment on function private.call_again_on is 'When whom nobody reached on a day is called again (follow_up_again_days).';

create function private.last_call(activity_id uuid)
returns integer
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((select max(c.number) from public.activity_calls c where c.activity_id = last_call.activity_id), 0);
end;
$$;
comment on function private.last_call is 'The number of the last call about an activity, 0 for none: what a page has seen.';
