-- The edges of what always holds: what breaks a rule by a day or a word, and what only looks like it.
begin;
select plan(34);
-- Tuesday, June 2, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-02 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.unit('booked', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('free', 'ada', 'stairlift', '1 Elm St', '2026-12-20');
select tests.book('booked', 'Tess One', '2026-06-08 13:00+00');
-- What guards keep from happening, done past them.
create function pg_temp.past_guards(statement text) returns void language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
  execute statement;
  perform set_config('session_replication_role', 'origin', true);
end;
$$;
create function pg_temp.broken(rule text) returns bigint language sql as $$ select count(*) from private.findings(rule, private.clock()) $$;
create function pg_temp.open(rule text) returns bigint language sql as $$ select count(*) from public.office_activities a where a.details ->> 'check' = open.rule and a.state = 'open' $$;
create function pg_temp.failed(critical boolean) returns void language sql as $$
  insert into public.checklist_results (visit_id, position, result)
  select v.id, i.position, 'fail' from public.maintenance_visits v join public.checklist_items i on i.version_id = v.checklist_version_id and i.safety_critical = critical;
  insert into public.work_orders (kind, state, customer_id, unit_id, visit_id, intake_source, created_at)
  select 'repair', 'quoted', tests.id('ada'), tests.id('booked'), v.id, 'visit', private.clock() from public.maintenance_visits v $$;
create function pg_temp.mail(state text, at timestamptz) returns void language plpgsql as $$
begin
  perform pg_temp.past_guards(format($q$ insert into public.messages (kind, recipient, dedupe_key, payload, state, created_at) values ('reminder', 'ada@example.com', %L, '{}', %1$L, %2$L) $q$, state, at));
end $$;
create function pg_temp.bill(label text, state text, number bigint) returns void language sql as $$
  insert into public.invoices (id, customer_id, state, number) select tests.id(label), tests.id('ada'), bill.state, null where bill.number is null;
  insert into public.invoices (id, customer_id, state, number, issued_at, due_on, bill_to_name, printed, void_reason)
  select tests.id(label), tests.id('ada'), bill.state, bill.number, private.clock(), '2026-07-01', 'Ada Example', '{}', case bill.state when 'void' then 'Wrong' end where bill.number is not null $$;
create function pg_temp.charge(label text, live boolean) returns void language sql as $$
  insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate, tax_name, visit_id, live) select tests.id(label), 1, 'Visit', 100, 0.13, 'HST 13 %', v.id, charge.live from public.maintenance_visits v $$;
savepoint company;

-- Nobody forgotten
select pg_temp.past_guards($$ update public.maintenance_cycles set due_on = '2026-07-03' where contract_id = tests.id('free') $$);
select is(pg_temp.broken('nothing_silent'), 0::bigint, 'who is due in 31 days is not forgotten yet');
select pg_temp.past_guards($$ update public.maintenance_cycles set due_on = '2026-07-02' where contract_id = tests.id('free') $$);
select is(pg_temp.broken('nothing_silent'), 1::bigint, 'in 30 days they are');
savepoint due;
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on) select y.id, y.due_on, 30, '2026-05-26' from public.maintenance_cycles y where y.contract_id = tests.id('free');
select is(pg_temp.broken('nothing_silent'), 0::bigint, 'told a week ago they are left to answer');
select tests.freeze_clock('2026-06-03 12:00+00');
select is(pg_temp.broken('nothing_silent'), 1::bigint, 'and no longer');
rollback to due;
select private.raise_about_customer('delivery_failure', tests.id('ada'), '{}');
select is(pg_temp.broken('nothing_silent'), 0::bigint, 'whose mail comes back is on the list already');
rollback to company;

-- Visits
select pg_temp.past_guards($$ update public.maintenance_visits set state = 'needs_rescheduling' $$);
select is(pg_temp.broken('waiting_visits'), 1::bigint, 'a visit that waits for another time is somebody''s work');
select pg_temp.past_guards($$ update public.maintenance_cycles set closed_at = private.clock(), outcome = 'declined', token = null where contract_id = tests.id('booked') $$);
select is(pg_temp.broken('waiting_visits'), 0::bigint, 'until its cycle is over');
rollback to company;
select pg_temp.past_guards($$ update public.technician_tasks set during = '[2026-06-02 03:00+00, 2026-06-02 04:00+00)' $$);
select is(pg_temp.broken('past_visits'), 1::bigint, 'a visit until midnight is of the day before');
select is(private.watch_visits(private.clock()), 1, 'and somebody is asked');
select is(pg_temp.broken('past_visits'), 0::bigint, 'which mends it');
rollback to company;
select pg_temp.past_guards($$ update public.maintenance_visits set state = 'cancelled' $$);
select is(pg_temp.broken('stops'), 1::bigint, 'a stop to come without a visit');
rollback to company;
select pg_temp.past_guards($$ update public.technician_tasks set state = 'cancelled' $$);
select is(pg_temp.broken('stops'), 1::bigint, 'and a visit to come whose stop was cancelled');
rollback to company;
select pg_temp.past_guards($$ alter table public.technician_tasks drop constraint tasks_no_double_booking; insert into public.technician_tasks (id, technician_id, task_type, during, created_at)
  select tests.id('inside'), technician_id, 'other', tstzrange(lower(during) + interval '15 minutes', lower(during) + interval '30 minutes'), private.clock() from public.technician_tasks $$);
select is((select f.id from private.findings('double_booking', private.clock()) f), tests.id('inside')::text, 'of two that overlap the later one is told');
rollback to company;

-- Units
select pg_temp.past_guards($$ update public.units set condition = 'out_of_service' where id = tests.id('free') $$);
select is(pg_temp.broken('out_of_service'), 1::bigint, 'out of service, and nobody comes');
select pg_temp.past_guards($$ insert into public.work_orders (kind, state, customer_id, unit_id, intake_source, created_at) values ('repair', 'scheduled', tests.id('ada'), tests.id('free'), 'visit', private.clock()) $$);
select is(pg_temp.broken('out_of_service'), 0::bigint, 'until a repair has its time');
rollback to company;
select pg_temp.past_guards('select pg_temp.failed(false)');
select is(pg_temp.broken('unsafe_units'), 0::bigint, 'a unit with a fault that hurts nobody stays in service');
select pg_temp.past_guards('delete from public.work_orders where kind = ''repair''; select pg_temp.failed(true)');
select is(pg_temp.broken('unsafe_units'), 1::bigint, 'one that could does not');
rollback to company;

-- Mail
select pg_temp.mail('uncertain', '2026-06-01 12:00+00');
select is(pg_temp.broken('mail'), 1::bigint, 'mail that may not have arrived is somebody''s work');
rollback to company;
select pg_temp.mail('dead', '2026-05-03 12:00+00');
select is(pg_temp.broken('mail'), 0::bigint, 'of mail older than 30 days nobody is told');
select pg_temp.mail('uncertain', '2026-05-03 12:01+00');
select is(pg_temp.broken('mail'), 1::bigint, 'of younger mail somebody is');
rollback to company;

-- Money
select pg_temp.past_guards($$ delete from public.invoice_lines; delete from public.invoices; update public.maintenance_visits set state = 'done' $$);
select is(pg_temp.broken('charges'), 1::bigint, 'what was done is charged');
savepoint done;
select pg_temp.past_guards($$ select pg_temp.bill('bill', 'void', 1), pg_temp.charge('bill', false) $$);
select is(pg_temp.broken('charges'), 0::bigint, 'unless the office took its invoice back');
rollback to done;
select pg_temp.past_guards($$ select pg_temp.bill('bill', 'void', null), pg_temp.charge('bill', false) $$);
select is(pg_temp.broken('charges'), 1::bigint, 'a draft that was thrown away is no invoice');
rollback to company;
select pg_temp.past_guards($$ delete from public.invoice_lines; delete from public.invoices; select pg_temp.bill('five', 'issued', 5); update private.invoice_series set last_number = 1, last_issued_at = private.clock() where series = 'M' $$);
select is((select f.details from private.findings('numbers', private.clock()) f), '{"found": 1, "series": "M", "counted": 1}', 'one invoice, and its number is five: four are missing');
rollback to company;
select pg_temp.past_guards($$ delete from public.invoice_lines; delete from public.invoices; select pg_temp.bill('bill', 'issued', 1), pg_temp.charge('bill', true) $$);
select pg_temp.past_guards($$ insert into private.owed_invoices (invoice_id, due_on, issued_at, balance) select i.id, i.due_on, i.issued_at, 113 from public.invoices i $$);
select is(pg_temp.broken('owed'), 0::bigint, 'lists tell what is owed, and by when');
savepoint owed;
select pg_temp.past_guards($$ update private.owed_invoices set due_on = due_on + 1 $$);
select is(pg_temp.broken('owed'), 1::bigint, 'not by another day');
rollback to owed;
select pg_temp.past_guards($$ update private.owed_invoices set issued_at = issued_at + interval '1 day' $$);
select is(pg_temp.broken('owed'), 1::bigint, 'nor of another date');
rollback to company;

-- The night's run
select pg_temp.past_guards($$ update public.maintenance_contracts set state = 'paused', paused_on = '2026-03-04' where id = tests.id('free') $$);
select is(pg_temp.broken('rests'), 0::bigint, 'a rest of ninety days is one');
select tests.freeze_clock('2026-06-03 12:00+00');
select is(pg_temp.broken('rests'), 1::bigint, 'a longer one is somebody''s work');
select private.run_self_check(private.clock());
select private.close_activity(a.id, 'looked at') from public.office_activities a where a.details ->> 'check' = 'rests';
select tests.freeze_clock('2026-07-03 11:59+00');
select private.run_self_check(private.clock());
select is(pg_temp.open('rests'), 0::bigint, 'what a person closed does not come back within thirty days');
select tests.freeze_clock('2026-07-03 12:01+00');
select private.run_self_check(private.clock());
select is(pg_temp.open('rests'), 1::bigint, 'but then');
rollback to company;
select tests.unit('u' || i, 'ada', 'stairlift', i || ' Ash St', '2026-12-20') from generate_series(1, 101) i;
select pg_temp.past_guards($$ update public.maintenance_contracts set state = 'paused', paused_on = '2026-01-01' where id <> tests.id('booked') and id <> tests.id('free') $$);
select private.run_self_check(private.clock());
select is(pg_temp.broken('rests'), 101::bigint, 'what breaks everywhere');
select is(pg_temp.open('rests'), 100::bigint, 'is a hundred things on the list, not all of them');
rollback to company;

-- What the page about the nights counts
select private.raise_activity('self_check', 'job:one', '{}');
select tests.freeze_clock('2026-06-04 12:00+00');
select private.raise_activity('self_check', 'job:two', '{}');
select is((select (k -> 'open', k -> 'new')::text from jsonb_array_elements(private.nights(private.clock()) -> 'kinds') k where k ->> 'kind' = 'self_check'), '(2,1)', 'what is open, and what of it is of the last day');
select * from finish();
rollback;
