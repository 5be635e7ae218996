-- Reminders: bands, catching up, who is written to, and when a day's job runs.
begin;
select plan(51);

create function pg_temp.client(client text, email text default 'client@example.com', phone text default null) returns void language sql as $$
  insert into public.customers (id, name, email, phone) values (tests.id(client), client, email, phone) $$;
-- A unit of a client with its own due date and interval.
create function pg_temp.unit(client text, unit text, due_on date, months integer default 6) returns void language plpgsql as $$
begin
  insert into public.units (id, customer_id, category_id)
  select tests.id('unit ' || unit), tests.id(client), c.id from public.equipment_categories c where c.code = 'stairlift';
  insert into public.maintenance_contracts (id, unit_id, interval_months, due_anchor_on)
  values (tests.id('contract ' || unit), tests.id('unit ' || unit), months, due_on - make_interval(months => months));
  insert into public.maintenance_cycles (id, contract_id, number, due_on)
  values (tests.id(unit), tests.id('contract ' || unit), 1, due_on);
end;
$$;
-- Noon of a company day.
create function pg_temp.run(on_day date) returns jsonb language sql as $$
  select public.run_job('reminders', (on_day + time '12:00') at time zone 'America/Toronto') $$;
create function pg_temp.bands(unit text) returns text language sql as $$
  select string_agg(band || ' on ' || to_char(reminded_on, 'MM-DD'), ', ' order by reminded_on) from private.cycle_reminders where cycle_id = tests.id(unit) $$;
create function pg_temp.every_day(from_day date, to_day date) returns void language sql as $$
  select pg_temp.run(day::date) from generate_series(from_day, to_day, interval '1 day') day $$;

-- Bands, both sides
select is(private.reminder_band('2026-06-30', 6, '2026-05-30', '{30,7,1}'), null, '31 days before: nothing');
select is(private.reminder_band('2026-06-30', 6, '2026-05-31', '{30,7,1}'), 30, '30 days before: band 30');
select is(private.reminder_band('2026-06-30', 6, '2026-06-22', '{30,7,1}'), 30, '8 days before: still band 30');
select is(private.reminder_band('2026-06-30', 6, '2026-06-23', '{30,7,1}'), 7, '7 days before: band 7');
select is(private.reminder_band('2026-06-30', 6, '2026-06-28', '{30,7,1}'), 7, '2 days before: still band 7');
select is(private.reminder_band('2026-06-30', 6, '2026-06-29', '{30,7,1}'), 1, 'the day before: band 1');
select is(private.reminder_band('2026-06-30', 6, '2026-06-30', '{30,7,1}'), 1, 'the day itself: band 1');
select is(private.reminder_band('2026-06-30', 6, '2026-07-01', '{30,7,1}'), 1, 'past due: band 1');
select is(array[private.reminder_band('2026-06-30', 6, '2026-06-30', '{30,7}'), private.reminder_band('2026-06-30', 6, '2026-07-01', '{30,7}')], array[7, 1],
  'a day that is due is not past due, whatever the bands');
select is(private.reminder_band('2026-06-30', 1, '2026-06-01', '{30,7,1}'), null, 'a band longer than half the interval is skipped');
select is(private.reminder_band('2026-06-30', 1, '2026-06-23', '{30,15,7,1}'), 7, 'the shorter ones are kept');
select is(private.reminder_band('2028-04-01', 2, '2028-03-02', '{30,7,1}'), 30, 'half of a 60-day interval is 30 days: kept');
select is(private.reminder_band('2026-04-01', 2, '2026-03-02', '{30,7,1}'), null, 'half of a 59-day interval is less: skipped');
select is(private.reminder_band('2026-07-31', 6, '2026-07-01', '{30,7,1}'), 30, 'the end of a month is 30 days after its first day');

-- A whole cycle, run every day
select tests.freeze_clock('2026-05-20 16:00+00');
select pg_temp.client('Ada');
select pg_temp.unit('Ada', 'stairs', '2026-06-30');
select pg_temp.every_day('2026-05-25', '2026-07-10');
select is(pg_temp.bands('stairs'), '30 on 05-31, 7 on 06-23, 1 on 06-29', 'a client who does not book hears three times');
select is((select count(*) from public.messages where kind = 'reminder'), 3::bigint, 'in three mails');
select is((select fee || ' ' || tax_rate from public.maintenance_cycles where id = tests.id('stairs')), '189.00 0.13000', 'the price is frozen when it is first told');
update public.maintenance_contracts set fee = 250 where id = tests.id('contract stairs');
select is((select payload #>> '{items,0,fee}' from public.messages limit 1), '189.00', 'and the mail says that price');
select is(pg_temp.run('2026-06-29') - 'status', '{"mails": 0, "units": 0, "activities": 0, "appointments": 0, "confirmed_again": 0, "failed": 0, "more": false}'::jsonb, 'running again finds nothing');
update public.maintenance_cycles set due_on = '2026-08-15' where id = tests.id('stairs');
select is(pg_temp.run('2026-07-20') ->> 'mails', '1', 'a new due date starts the bands again');
select is((select payload #>> '{items,0,fee}' from public.messages where payload #>> '{items,0,due_on}' = '2026-08-15'), '189.00', 'at the frozen price');

-- Outages
select pg_temp.client('Ben');
select pg_temp.unit('Ben', 'late', '2026-06-30');
select pg_temp.run('2026-06-26');
select pg_temp.run('2026-06-27');
select is(pg_temp.bands('late'), '7 on 06-26', 'after an outage only the most urgent band is sent');
select pg_temp.unit('Ben', 'past', '2026-05-01');
select pg_temp.every_day('2026-06-26', '2026-06-30');
select is(pg_temp.bands('past'), '1 on 06-26', 'past due and never told: once');
select pg_temp.every_day('2026-07-01', '2026-07-05');
select is(pg_temp.bands('late'), '7 on 06-26, 1 on 06-29', 'past due and told before: not again');
select pg_temp.unit('Ben', 'today', '2026-06-30'), pg_temp.unit('Ben', 'yesterday', '2026-06-30');
select pg_temp.run('2026-06-23');
select is(pg_temp.bands('today') || ', ' || pg_temp.bands('yesterday'), '7 on 06-23, 7 on 06-23', 'two that were told a week before');
update public.maintenance_contracts set state = 'paused' where id = tests.id('contract yesterday');
select pg_temp.run('2026-06-30');
select is(pg_temp.bands('today'), '7 on 06-23, 1 on 06-30', 'on the due date itself the last band is still told');
update public.maintenance_contracts set state = 'active' where id = tests.id('contract yesterday');
select pg_temp.run('2026-07-01');
select is(pg_temp.bands('yesterday'), '7 on 06-23', 'the day after, who has heard is past due and left alone');

-- One mail per client
select tests.forget_all('public.messages');
select pg_temp.client('Cat');
select pg_temp.unit('Cat', 'cat1', '2026-06-20'), pg_temp.unit('Cat', 'cat2', '2026-06-30');
insert into public.customer_contacts (customer_id, name, email) values (tests.id('Cat'), 'Cy', 'cy@example.com');
select is(pg_temp.run('2026-06-05') - 'status' - 'more' - 'failed', '{"mails": 2, "units": 2, "activities": 0, "appointments": 0, "confirmed_again": 0}'::jsonb, 'two units and a contact beside: two mails');
select results_eq($$ select recipient, jsonb_array_length(payload -> 'items'), payload #>> '{items,0,due_on}' from public.messages order by 1 $$,
  $$ values ('client@example.com', 2, '2026-06-20'), ('cy@example.com', 2, '2026-06-20') $$, 'each lists both units, the sooner first');

-- Who is not mailed
select pg_temp.client('Dee', null, '905-555-0122'), pg_temp.client('Eli', 'eli@example.com'), pg_temp.client('Fay', 'fay@example.com');
select pg_temp.unit('Dee', 'dee', '2026-06-30'), pg_temp.unit('Eli', 'eli', '2026-06-30'), pg_temp.unit('Fay', 'fay', '2026-06-30');
insert into public.suppressions (address, reason) values ('eli@example.com', 'unsubscribed'), ('fay@example.com', 'hard_bounce');
select is(pg_temp.run('2026-06-05') - 'status' - 'more' - 'failed', '{"mails": 0, "units": 3, "activities": 3, "appointments": 0, "confirmed_again": 0}'::jsonb, 'who cannot be mailed becomes work for the office');
select results_eq($$ select k.name, a.kind, a.details ->> 'reason', a.details ->> 'do' from public.office_activities a join public.customers k on k.id = a.customer_id order by 1 $$,
  $$ values ('Dee', 'missing_address', 'no_address', 'call'), ('Eli', 'call_client', 'unsubscribed', 'print_letter'), ('Fay', 'call_client', 'hard_bounce', 'print_letter') $$,
  'with the reason and what to do');
select is(pg_temp.run('2026-06-05') ->> 'activities', '0', 'once');
select is((select price_frozen_at from public.maintenance_cycles where id = tests.id('eli')), null, 'a price nobody was told is not frozen');

-- Who is not reminded
select pg_temp.client('Gus', 'gus@example.com');
select pg_temp.unit('Gus', 'paused', '2026-06-30'), pg_temp.unit('Gus', 'broken', '2026-06-30'), pg_temp.unit('Gus', 'booked', '2026-06-30');
update public.maintenance_contracts set state = 'paused' where id = tests.id('contract paused');
update public.units set condition = 'out_of_service' where id = tests.id('unit broken');
insert into public.technicians (id, name) values (tests.id('Tess'), 'Tess Example');
insert into public.technician_tasks (id, technician_id, task_type, customer_id, during)
values (tests.id('task'), tests.id('Tess'), 'maintenance', tests.id('Gus'), '[2026-06-20 13:00+00, 2026-06-20 14:00+00)');
insert into public.maintenance_visits (cycle_id, task_id, created_at) values (tests.id('booked'), tests.id('task'), '2026-06-01');
select is(pg_temp.run('2026-06-05') ->> 'units', '0', 'paused, out of service, booked: nobody is reminded');
update public.maintenance_visits set state = 'no_show' where cycle_id = tests.id('booked');
select is(pg_temp.run('2026-06-06') ->> 'units', '1', 'after a no-show the reminders go on');

-- The clock: 08:00, once a day, both DST days, midnight, month end
select tests.forget_all('public.job_runs');
create function pg_temp.at(instant text) returns text language plpgsql as $$
begin
  perform tests.freeze_clock((instant || ' America/Toronto')::timestamptz);
  return public.run_job('reminders') ->> 'status';
end;
$$;
select is(pg_temp.at('2026-08-10 07:59:59'), 'too_early', '07:59:59 is too early');
select is(pg_temp.at('2026-08-10 08:00:00'), 'done', '08:00 is not');
select is(pg_temp.at('2026-08-10 09:00:00'), 'already_done', 'a day is done once');
select is(pg_temp.at('2026-08-11 00:00:00'), 'too_early', 'midnight is another day, too early');
select is((select string_agg(company_day::text, ' ') from public.job_runs), '2026-08-10', 'the day is on record');
select is(pg_temp.at('2026-03-08 07:59:00') || ' ' || pg_temp.at('2026-03-08 08:00:00'), 'too_early done', 'on the short day it is 08:00 by the wall clock');
select is(pg_temp.at('2026-11-01 07:59:00') || ' ' || pg_temp.at('2026-11-01 08:00:00'), 'too_early done', 'and on the long day');
select pg_temp.client('Hal', 'hal@example.com');
select pg_temp.unit('Hal', 'hal', '2026-12-01');
select is(pg_temp.at('2026-11-01 23:30:00') || ' ' || coalesce(pg_temp.bands('hal'), '-'), 'already_done -', 'the last hour of a done day adds nothing');
select is(pg_temp.at('2026-11-02 08:00:00') || ' ' || pg_temp.bands('hal'), 'done 30 on 11-02', 'the next day catches up what came due');
select pg_temp.run('2026-11-03');
select is((select count(*) from public.job_runs where company_day = '2026-11-03'), 0::bigint, 'a run as of another day does not mark it');
update public.company_settings set delivery_mode = 'live';
select is(pg_temp.run('2026-11-03') ->> 'status', 'refused', 'where mail is live the future is refused');
select is(pg_temp.run('2026-11-01') ->> 'status', 'done', 'the past is not');
select is(public.run_job('reminders', private.clock() + interval '5 minutes') ->> 'status', 'done', 'nor is a clock that is a little ahead');
select is(public.run_job('reminders', private.clock() + interval '5 minutes 1 second') ->> 'status', 'refused', 'little is five minutes');

-- A row that breaks
update public.company_settings set delivery_mode = 'catch';
create function pg_temp.break() returns trigger language plpgsql as $$ begin raise 'broken row'; end; $$;
update public.maintenance_contracts set state = 'paused' where id = tests.id('contract hal');
select pg_temp.client('Ida', 'ida@example.com'), pg_temp.client('Jon', 'jon@example.com');
select pg_temp.unit('Ida', 'ida', '2026-12-20'), pg_temp.unit('Jon', 'jon', '2026-12-20');
create trigger break before insert on public.messages for each row when (new.recipient = 'ida@example.com') execute function pg_temp.break();
select is(pg_temp.run('2026-12-01') - 'status' - 'more' - 'activities' - 'appointments' - 'confirmed_again', '{"mails": 1, "units": 1, "failed": 1}'::jsonb, 'one bad row never loses the rest');
select is((select details ->> 'reason' from public.office_activities where kind = 'self_check' and customer_id = tests.id('Ida')), 'reminder_failed', 'and is not forgotten');

select * from finish();
rollback;
