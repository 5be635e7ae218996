-- When a row was made: never later than now, by whichever clock is ahead. That nobody changes it is in 128_who_may.
begin;
select plan(11);

create function pg_temp.made_at(at timestamptz) returns text language plpgsql as $$
begin
  insert into public.customers (name, created_at) values ('Ada Example', at);
  return 'made';
exception when others then
  return sqlstate || ' ' || sqlerrm;
end;
$$;

-- Rules go by a clock that is ahead of the real one
select tests.freeze_clock('2190-06-01 12:00+00');
select is(pg_temp.made_at('2190-06-01 12:01+00'), 'made', 'clocks differ by a minute');
select is(pg_temp.made_at('2190-06-01 12:01:00.000001+00'), '23514 created_at of customers is still to come', 'and no longer');
select is(pg_temp.made_at('1990-01-01'), 'made', 'what is brought in from elsewhere was made long ago');
-- Rules go by a clock that is behind
select tests.freeze_clock('2026-01-01 12:00+00');
select is(pg_temp.made_at(clock_timestamp()), 'made', 'nothing is to come that happens now');
select is(pg_temp.made_at(clock_timestamp() + interval '2 minutes'), '23514 created_at of customers is still to come', 'the real clock counts as well');

-- What may be another time
insert into public.messages (kind, recipient, dedupe_key, payload, next_attempt_at) values ('reminder', 'ada@example.com', 'a', '{}', clock_timestamp() + interval '1 day');
select lives_ok($$ update public.messages set created_at = created_at - interval '3 days', next_attempt_at = clock_timestamp() + interval '2 days' $$,
  'a mail is sent in days to come, and how old it is may be mended');
select isnt_empty($$ select from public.audit_events where table_name = 'messages' and changes ? 'created_at' $$, 'which is on record');
insert into public.travel_times (from_latitude, from_longitude, to_latitude, to_longitude, minutes, fetched_at) values (43.7, -79.7, 43.8, -79.7, 20, clock_timestamp() - interval '1 year');
select lives_ok($$ update public.travel_times set minutes = 25, fetched_at = clock_timestamp() $$, 'a drive is looked up again');
insert into private.asked_addresses (address, asked_at) values ('1 elm st', clock_timestamp() - interval '1 year');
select lives_ok($$ update private.asked_addresses set asked_at = clock_timestamp() $$, 'and so is an address');
select throws_ok($$ update public.travel_times set fetched_at = clock_timestamp() + interval '1 day' $$, '23514', null, 'but neither tomorrow');

-- What people change beside it
select lives_ok($$ update public.customers set name = 'Ada Sample', created_at = created_at $$, 'nothing hinders other changes');

select * from finish();
rollback;
