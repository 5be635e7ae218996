-- When a row was made, and when what it tells of happened: never later than now, by whichever clock is ahead. That nobody
-- changes when a row was made is in 128_who_may.
begin;
select plan(21);

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

-- When it happened: a day, by the company's calendar, and a day more for clocks that differ
create function pg_temp.agreed_on(day date) returns text language plpgsql as $$
begin
  insert into public.customers (name, consent_basis, consent_on) values ('Ada Example', 'express', day);
  return 'written';
exception when others then return sqlstate || ' ' || sqlerrm;
end;
$$;
create function pg_temp.agreed_since(day date) returns text language plpgsql as $$
begin
  update public.customers set consent_on = day;
  return 'written';
exception when others then return sqlstate || ' ' || sqlerrm;
end;
$$;
-- June 1 in Toronto, June 2 in Greenwich.
select tests.freeze_clock('2190-06-02 03:59+00');
select is(pg_temp.agreed_on('2190-06-02'), 'written', 'nobody agreed tomorrow, but where clocks differ');
select is(pg_temp.agreed_on('2190-06-03'), '23514 consent_on of customers is still to come', 'nor the day after, anywhere');
select is(pg_temp.agreed_since('2190-06-03'), '23514 consent_on of customers is still to come', 'nor since');
select tests.freeze_clock('2190-06-02 04:00+00');
select is(pg_temp.agreed_since('2190-06-03'), 'written', 'a minute later it is June 2 there');
select tests.freeze_clock('2026-01-01 12:00+00');
select lives_ok($$ update public.customers set name = 'Ada Sample', consent_on = consent_on $$, 'what stands is not looked at again');
select is(pg_temp.agreed_on(current_date), 'written', 'the real clock counts as well');
insert into public.office_activities (id, kind, subject_key, customer_id) select tests.id('call'), 'call_client', 'customer:' || c.id, c.id from public.customers c limit 1;
select throws_ok($$ update public.office_activities set state = 'done', closed_at = clock_timestamp() + interval '2 minutes' where id = tests.id('call') $$,
  '23514', 'closed_at of office_activities is still to come', 'no call was made in days to come');
select lives_ok($$ update public.office_activities set state = 'done', closed_at = clock_timestamp() + interval '30 seconds' where id = tests.id('call') $$, 'one was made just now, by a clock that is a little ahead');

-- Every other day and instant: it may lie ahead, for a reason that somebody gave
create temp table days as
select a.attrelid::regclass::text as of_table, a.attname::text as name, exists (
    select from pg_trigger g where g.tgrelid = a.attrelid and g.tgtype & 4 <> 0
      and g.tgname = 'at_latest_now' and pg_get_triggerdef(g.oid) like '%''' || a.attname || '''%') as is_kept
from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relpersistence = 'p'
where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.attnum > 0 and a.atttypid in ('date'::regtype, 'timestamptz'::regtype)
  -- What enters the trail is asked by its trigger (036).
  and a.attrelid <> 'public.audit_events'::regclass;
select cmp_ok((select count(*) from days where is_kept), '>', 30::bigint, 'most of them happened');
select is((select array_agg(of_table || '.' || name order by of_table, name) from days where not is_kept), array[
  'activity_calls.again_on', 'activity_calls.due_on',
  'backfill_rows.anchor_on', 'backfill_rows.consent_on', 'backfill_rows.due_on', 'backfill_rows.first_due_on', 'backfill_rows.mail_on', 'backfill_rows.purchased_on', 'backfill_runs.first_day', 'backfill_runs.today',
  'booking_attempts.starts_at', 'callout_rates.valid_from', 'closures.mails_at', 'closures.on_day', 'device_claims.adp_delivery_date', 'device_claims.invoice_date', 'device_claims.order_date', 'holidays.on_day',
  'inspection_certificates.expires_on',
  'invoices.due_on', 'invoices.issued_at', 'maintenance_contracts.due_anchor_on', 'maintenance_contracts.no_charge_until', 'maintenance_contracts.paused_until', 'maintenance_cycles.due_on', 'maintenance_visits.due_on', 'messages.lease_until', 'messages.next_attempt_at',
  'office_activities.due_on', 'price_changes.from_on', 'private.cycle_reminders.due_on', 'private.cycle_reminders.reminded_on', 'private.invoice_series.last_issued_at', 'private.owed_invoices.due_on', 'private.owed_invoices.issued_at', 'private.password_links.ends_at',
  'repair_waits.expected_on', 'sales_order_lines.delivery_date', 'sales_order_lines.invoice_date', 'sales_orders.commitment_date', 'sales_orders.order_date',
  'technician_hours.valid_from', 'technician_hours.valid_to', 'units.installed_on'], 'and these may lie ahead');

select * from finish();
rollback;
