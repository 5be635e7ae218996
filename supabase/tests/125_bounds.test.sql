-- Everything that anybody may send has a bound. What is public is read from the catalogue: a new function for clients,
-- or a new argument of one, is tried here without being named.
begin;
select plan(26);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-25');

create temp table arguments as
select p.proname::text as function, a.name, a.type::regtype as type
from pg_proc p cross join lateral unnest(p.proargnames, p.proargtypes::oid[]) a (name, type)
where p.pronamespace = 'public'::regnamespace and has_function_privilege('anon', p.oid, 'execute');

create temp table many as select array_agg(gen_random_uuid()) as ids from generate_series(1, 300000);
grant select on many to anon;

-- An argument as a client's page sends it, and one of absurd size or at the end of its type.
create function pg_temp.usual(name text, type regtype) returns text language sql as $$
  select case
    when name = 'token' then quote_literal(tests.token('stairs'))
    when name = 'technician_id' then quote_literal(tests.id('Tess One'))
    when name = 'starts_at' then quote_literal('2026-06-03 13:00+00')
    when name = 'phone' then quote_literal('905-555-0142')
    when name = 'code' then quote_literal('2222222222')
    when name = 'postal_code' then quote_literal('L6Y 0A1')
    when name = 'what' then quote_literal('other')
    when name = 'note' then quote_literal('Ask my son')
    else 'default' end $$;
create function pg_temp.absurd(type regtype) returns setof text language sql as $$
  select format('repeat(%L, 1000000)', x) from unnest(array['x', 'é', e'\n']) x where type = 'text'::regtype
  union all select 'array_fill(''22222222-2222-4222-8222-222222222222''::uuid, array[300000])' where type = 'uuid[]'::regtype
  union all select '(select ids from many)' where type = 'uuid[]'::regtype
  union all select quote_literal(x) from unnest(array['-2147483648', '2147483647', '0']) x where type = 'integer'::regtype
  union all select quote_literal(x) from unnest(array['infinity', '-infinity', '4714-11-24 BC', '5874897-12-31', '0001-01-01']) x where type = 'date'::regtype
  union all select quote_literal(x) from unnest(array['infinity', '-infinity', '4714-11-24 00:00:00+00 BC', '294276-12-31 23:59:59+00']) x where type = 'timestamptz'::regtype
  union all select quote_literal(gen_random_uuid()) where type = 'uuid'::regtype
  union all select quote_literal(x) from unnest(array['true', 'false']) x where type = 'boolean'::regtype
  union all select 'null' $$;

select is_empty($$ select function, name, type from arguments where not exists (select from pg_temp.absurd(type) a where a <> 'null') $$,
  'each argument that anybody may send is of a type whose bounds are tried here');

-- A twentieth of a second, on a machine with nothing else to do.
create function pg_temp.time_to_count() returns interval language plpgsql as $$
declare
  v_began timestamptz := clock_timestamp();
begin
  perform sum(i) from generate_series(1, 300000) i;
  return clock_timestamp() - v_began;
end;
$$;

grant execute on function pg_temp.time_to_count to public;

-- Each call is undone: one unit is enough for all.
create function pg_temp.call(function text, changed text, value text) returns text language plpgsql as $$
declare
  v_list text;
  v_answer jsonb;
  v_began timestamptz;
  v_told text;
begin
  select string_agg(format('%I => %s', a.name, case when a.name = changed then value else pg_temp.usual(a.name, a.type) end), ', ') into v_list
  from arguments a where a.function = call.function and (a.name = changed or pg_temp.usual(a.name, a.type) <> 'default');
  perform tests.act_as_anon();
  v_began := clock_timestamp();
  begin
    execute format('select public.%I(%s)', function, coalesce(v_list, '')) into v_answer;
    v_told := case
      when v_answer ->> 'status' is null then 'no status'
      -- As long as hosted projects let anybody wait, unless the machine itself is slow just now.
      when clock_timestamp() - v_began > interval '3 seconds' and clock_timestamp() - v_began > 60 * pg_temp.time_to_count() then 'slow'
      when length(v_answer::text) > 200000 then 'a huge answer'
      when value like 'repeat%' and v_answer ->> 'status' not in ('invalid', 'rejected', 'unknown') then 'taken'
      when value ~ '^array_fill|^.select ids' and v_answer ->> 'status' <> 'rejected' then 'taken'
      else 'fine' end;
    raise exception using errcode = 'ZZ999';
  exception
    when sqlstate 'ZZ999' then null;
    when others then v_told := sqlstate || ' ' || sqlerrm;
  end;
  perform tests.act_as_owner();
  return v_told;
end;
$$;

select is_empty(
  $$ select function, name, left(value, 40), told from (
       select a.function, a.name, v.value, pg_temp.call(a.function, a.name, v.value) as told
       from arguments a cross join lateral pg_temp.absurd(a.type) v (value)) t
     where told <> 'fine' $$,
  'whatever is absurd is answered with a status, quickly, and too much of anything is refused');

-- Both sides of each bound
select is(public.open_slots(tests.token('stairs'), with_contract_ids => array_fill(tests.id('chair'), array[20])) ->> 'status', 'open', 'twenty units are fine');
select is(public.open_slots(tests.token('stairs'), with_contract_ids => array_fill(tests.id('chair'), array[21])) ->> 'reason', 'household', 'the next is too many');
select is(public.contract_slots(tests.id('stairs'), with_contract_ids => array_fill(tests.id('chair'), array[20])) ->> 'status', 'open', 'for the office too');
select is(public.contract_slots(tests.id('stairs'), with_contract_ids => array_fill(tests.id('chair'), array[21])) ->> 'reason', 'household', 'there is an end');
select is(public.book_for_client(tests.id('stairs'), tests.id('Tess One'), '2026-06-03 13:00+00', with_contract_ids => array_fill(tests.id('chair'), array[21])) ->> 'reason', 'household', 'also when it books');

-- What is on record does not grow at a stranger's will
create function pg_temp.rows() returns bigint language sql as $$ select count(*) from public.booking_attempts $$;
create function pg_temp.counted() returns text language sql as $$
  select string_agg(concat_ws(' ', action, status, attempts), ', ' order by action, status) from private.attempts_in_vain $$;
select tests.forget_all('public.booking_attempts');
select tests.forget_all('private.attempts_in_vain');
delete from private.link_calls;
select public.confirm_booking('made-up ' || i, tests.id('Tess One'), '2026-06-03 13:00+00'), public.reschedule_booking('made-up ' || i, null, null),
  public.cancel_booking('made-up ' || i), public.request_callback('made-up ' || i, '1') from generate_series(1, 50) i;
select is(pg_temp.rows(), 0::bigint, 'links that never were leave no rows');
select is(pg_temp.counted(), 'callback invalid 50, cancel invalid 50, confirm invalid 50, reschedule invalid 50', 'they are counted by day and action');
select is((select count(*) from private.attempts_in_vain), 4::bigint, 'in a row each');

select public.request_callback(tests.token('chair'), '') from generate_series(1, 100);
select is(pg_temp.rows(), 60::bigint, 'a link leaves as many rows as its limit allows');
select is((select attempts from private.attempts_in_vain where status = 'too_many_attempts'), 40::bigint, 'what is beyond is counted');

create temp table old as select tests.token('stairs') as token;
select public.revoke_booking_link(tests.id('stairs'));
delete from private.link_calls;
select is((select array_agg(distinct public.cancel_booking(token) ->> 'status') from old, generate_series(1, 60)), array['expired'], 'an expired link says so');
select is(public.cancel_booking((select token from old)) ->> 'reason', 'too_many_attempts', 'sixty times in ten minutes');
select is(pg_temp.rows(), 120::bigint, 'and leaves no more rows either');

select tests.forget_all('private.attempts_in_vain');
insert into private.attempts_in_vain (on_day, action, status, attempts) values
  (private.company_day(clock_timestamp()) - 91, 'cancel', 'invalid', 1), (private.company_day(clock_timestamp()) - 90, 'confirm', 'invalid', 1);
select private.keep_house();
select is(pg_temp.counted(), 'confirm invalid 1', 'counters are kept for 90 days');

-- The search of a long list of links costs an index look-up each, and a long text none
select is(public.unsubscribe(repeat('x', 1000000)) ->> 'status', 'invalid', 'no address has a link as long as a book');
select ok(private.too_much(repeat('1', 40), repeat('x', 500), repeat('x', 2000), array_fill(tests.id('chair'), array[20]), repeat('x', 254)) is null, 'all at their bounds is not too much');
select is(private.too_much(phone => repeat('1', 41)), '{"status": "rejected", "reason": "phone", "most": 40}', 'one character more of a phone number is');
select is(private.too_much(preferred_times => repeat('x', 501)) ->> 'reason', 'preferred_times', 'or of wishes');
select is(private.too_much(notes => repeat('x', 2001)) ->> 'reason', 'notes', 'or of notes');
select is(private.too_much(where_to => repeat('x', 255)) ->> 'reason', 'where_to', 'or of where somebody has moved to');
select ok(private.too_much() is null, 'nothing is never too much');
select is(private.most('anything else'), null, 'there are no bounds but these');

-- The office's figures of days and times
select is(jsonb_array_length(public.contract_slots(tests.id('stairs'), days => 2147483647, max_slots => 2147483647) -> 'days'), 60, 'absurd spans are held to the horizon');
select ok(jsonb_array_length(public.contract_slots(tests.id('stairs'), days => 2147483647, max_slots => 2147483647) -> 'slots') <= 500, 'and absurd numbers of times to five hundred');

select * from finish();
rollback;
