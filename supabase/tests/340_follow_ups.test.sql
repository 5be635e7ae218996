-- What nobody did anything about becomes work for the office, every night, once, and leaves when its reason is gone.
begin;
select plan(61);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, reach_by) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', 'email'), (tests.id('bob'), 'Bob Example', 'bob@example.com', 'relay'),
  (tests.id('cat'), 'Cat Example', 'cat@example.com', 'caregiver'), (tests.id('dan'), 'Dan Example', null, 'letter');
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20');
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on)
select y.id, '2026-06-20', 30, '2026-06-01' from public.maintenance_cycles y where y.contract_id = tests.id('lift');

create function pg_temp.run(at text) returns jsonb language plpgsql as $$
begin
  perform tests.freeze_clock((at || ' America/Toronto')::timestamptz);
  return (select jsonb_object_agg(key, value) from jsonb_each(private.run_follow_ups(private.clock())) where value <> '0' and value <> 'false');
end;
$$;
create function pg_temp.work(label text default 'lift') returns text language sql as $$
  select string_agg(a.kind || ' ' || a.state || case when a.urgent then ' urgently' else '' end || coalesce(' (' || a.outcome || ')', ''), ', ' order by a.created_at, a.kind)
  from public.office_activities a where a.contract_id = tests.id(work.label) $$;
create function pg_temp.close(kind text) returns text language plpgsql as $$
begin
  perform tests.act_as_staff('office');
  perform public.close_activity(a.id, 'they call in the fall') from public.office_activities a where a.kind = close.kind and a.state = 'open';
  perform tests.act_as_owner();
  return 'closed';
end;
$$;

-- Unbooked: told, and seven days later not booked
select is(pg_temp.run('2026-06-07 23:59'), null, 'six days after the reminder nobody is called');
select is(pg_temp.run('2026-06-08 00:00'), '{"unbooked": 1}', 'seven days after it the office is to call');
select is(pg_temp.work(), 'unbooked open', 'without a hurry');
select results_eq($$ select subject_key, details, customer_id, contract_id, cycle_id from public.office_activities $$,
  $$ select 'cycle:' || y.id, '{"due_on": "2026-06-20", "told_on": "2026-06-01"}'::jsonb, tests.id('ada'), tests.id('lift'), y.id
     from public.maintenance_cycles y where y.contract_id = tests.id('lift') $$, 'and is told since when');
select is(pg_temp.run('2026-06-09 08:00'), null, 'once');

savepoint told;
update public.company_settings set unbooked_after_days = 10;
select tests.forget_all('public.office_activities');
select is(pg_temp.run('2026-06-10 23:59'), null, 'the company says after how many days');
select is(pg_temp.run('2026-06-11 00:00'), '{"unbooked": 1}', 'which is when');
rollback to told;
select is(tests.book('lift', 'Tess One', '2026-06-15 13:00+00') ->> 'status', 'booked', 'a booking');
select alike(pg_temp.work(), 'unbooked done%', 'settles it');
select is(pg_temp.run('2026-06-14 08:00'), null, 'who is booked is not called');
rollback to told;
update public.maintenance_cycles set due_on = '2026-07-20';
select is(pg_temp.work(), 'unbooked done (due on another day)', 'who is due on another day, by whatever hand, is not called about the old one');
select is(pg_temp.run('2026-06-10 08:00'), null, 'but told of the new one first');
rollback to told;
select tests.forget_all('public.office_activities');
select private.raise_about_cycle('callback', y.id, '{}') from public.maintenance_cycles y;
select is(pg_temp.run('2026-06-10 08:00'), null, 'who asked to be called is called for one thing');
rollback to told;
select tests.forget_all('public.office_activities');
select private.raise_about_customer('missing_address', tests.id('ada'), '{}');
select is(pg_temp.run('2026-06-10 08:00'), null, 'and so is who cannot be written to');
rollback to told;
select tests.forget_all('public.office_activities');
update public.maintenance_contracts set state = 'paused';
select is(pg_temp.run('2026-06-10 08:00'), null, 'what rests is not asked about');
rollback to told;
select tests.forget_all('public.office_activities');
update public.units set condition = 'out_of_service';
select is(pg_temp.run('2026-06-10 08:00'), null, 'nor what is out of service');
rollback to told;

-- What a person closed rests
select pg_temp.close('unbooked');
select is(pg_temp.run('2026-06-10 08:00'), null, 'what a person closed does not come back');
update public.maintenance_cycles set due_on = '2026-08-30';
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on) select y.id, '2026-08-30', 30, '2026-06-01' from public.maintenance_cycles y;
update public.company_settings set reminder_bands = '{90}';
select is(pg_temp.run('2026-07-09 07:59'), null, 'within thirty days');
select is(pg_temp.run('2026-07-09 08:01'), '{"unbooked": 1}', 'but then');
rollback to told;

-- Overdue: in place of the call
select is(pg_temp.run('2026-06-20 23:59'), null, 'on the day itself it may still be');
select is(pg_temp.run('2026-06-21 00:00'), '{"overdue": 1}', 'the next day it is overdue');
select is(pg_temp.work(), 'unbooked done (is overdue), overdue open', 'which takes the place of the call');
select is(pg_temp.run('2026-07-03 23:59'), null, 'once');
select is(pg_temp.run('2026-07-04 00:00') || to_jsonb(pg_temp.work()), '[{"overdue": 1}, "unbooked done (is overdue), overdue open urgently"]', 'fourteen days late it becomes urgent');
select is(pg_temp.run('2026-07-05 08:00'), null, 'once, too');
savepoint overdue;
update public.maintenance_cycles set due_on = '2026-07-20';
select is(pg_temp.run('2026-07-06 08:00'), null, 'another due date');
select alike(pg_temp.work(), '%overdue done urgently (due on another day)', 'settles it');
rollback to overdue;
select is(tests.book('lift', 'Tess One', '2026-07-10 13:00+00') ->> 'status', 'booked', 'who books, though late,');
select is(pg_temp.run('2026-07-06 08:00'), null, 'is not overdue');
select tests.freeze_clock('2026-07-11 12:00+00');
select is(pg_temp.run('2026-07-11 08:00'), '{"overdue": 1}', 'unless that time has passed, too');
rollback to overdue;
select tests.book('lift', 'Tess One', '2026-07-10 13:00+00');
select tests.freeze_clock('2026-07-11 12:00+00');
select private.watch_visits(private.clock());
select is(pg_temp.run('2026-07-11 08:00'), null, 'and nobody is asked what became of the visit already');
rollback to overdue;
select pg_temp.close('overdue');
select is(pg_temp.run('2026-07-10 08:00'), null, 'what a person closed does not come back, though it is late');
rollback to told;
update public.office_activities set due_on = '2026-07-01';
select is(pg_temp.run('2026-06-25 08:00') || to_jsonb(pg_temp.work()), null, 'what a person put off');
select is(pg_temp.work(), 'unbooked open', 'waits until its day');
select is(pg_temp.run('2026-07-01 08:00') || to_jsonb(pg_temp.work()), '[{"overdue": 1}, "unbooked done (is overdue), overdue open"]', 'when it goes on as what it is by then');
rollback to told;

-- Switches
select tests.act_as_staff('admin');
select is(public.set_activity_kind('overdue', false) ->> 'status', 'set', 'an administrator switches a kind off');
select tests.act_as_owner();
select is(pg_temp.run('2026-06-22 08:00') || to_jsonb(pg_temp.work()), null, 'of which nothing is opened any more');
select is(pg_temp.work(), 'unbooked open', 'and the call stays the call');
rollback to told;

-- Nobody who cannot hear is on a list of calls
select tests.unit(label, owner, 'stairlift', label || ' Oak St', '2026-06-20') from (values ('relay', 'bob'), ('caregiver', 'cat'), ('letter', 'dan')) u (label, owner);
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on)
select y.id, '2026-06-20', 30, '2026-06-01' from public.maintenance_cycles y where y.contract_id in (tests.id('relay'), tests.id('caregiver'));
select is(pg_temp.run('2026-06-08 08:00'), '{"unbooked": 2}', 'two more did not book');
select is(pg_temp.work('relay') || ', ' || pg_temp.work('caregiver'), 'unbooked open, unbooked open', 'which is work for the office');
select set_eq($$ select contract_id, details ->> 'reach' from public.office_activities where kind = 'unbooked' $$,
  $$ values (tests.id('lift'), null), (tests.id('relay'), 'relay'), (tests.id('caregiver'), 'caregiver') $$, 'that says who is not called as others are');
select is(pg_temp.run('2026-06-09 08:00'), null, 'once each');
select is((select private.remind(array[row (y.id, tests.id('dan'), y.contract_id, y.due_on, 30)::private.due_reminder], '2026-06-09') ->> 'activities'
  from public.maintenance_cycles y where y.contract_id = tests.id('letter')), '1', 'who is reached by letter and has no address');
select is((select a.kind || ' ' || (a.details ->> 'do') from public.office_activities a where a.contract_id = tests.id('letter')), 'letter_due print_letter', 'has a letter due, and nothing is missing');
insert into public.suppressions (address, reason) values ('bob@example.com', 'complaint');
select private.raise_about_customer('call_client', tests.id('bob'), '{"reason": "complaint"}');
select set_eq($$ select kind from public.office_activities where customer_id = tests.id('bob') $$, array['unbooked', 'letter_due'], 'whoever is to be called and cannot hear gets a letter');
rollback to told;

-- Isolation: one that cannot be opened loses no other, and is itself on the list
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-05') from unnest(array['bad', 'good']) label;
create function pg_temp.refuse() returns trigger language plpgsql as $$ begin raise exception 'no' using errcode = '22012'; end; $$;
create trigger a_refuse before insert on public.office_activities for each row
  when (new.kind = 'overdue' and new.contract_id = md5('bad')::uuid) execute function pg_temp.refuse();
select is(pg_temp.run('2026-06-09 08:00'), '{"failed": 1, "overdue": 1}', 'one fails, the other goes on');
select is(pg_temp.work('good'), 'overdue open', 'which is on the list');
select is((select a.kind || ' ' || (a.details - 'day')::text from public.office_activities a where a.contract_id = tests.id('bad')),
  'self_check {"kind": "overdue", "reason": "follow_up_failed", "sqlstate": "22012"}', 'and the other too, as what it is');
select is(pg_temp.run('2026-06-09 09:00'), null, 'it is tried once a day');
select is(pg_temp.run('2026-06-10 08:00'), '{"failed": 1}', 'and again the next');
select is((select count(*) from public.office_activities where kind = 'self_check'), 1::bigint, 'which is one thing to look at');
drop trigger a_refuse on public.office_activities;
select is(pg_temp.run('2026-06-11 08:00') || to_jsonb(pg_temp.work('bad')), '[{"overdue": 1}, "self_check done urgently (it went through), overdue open"]', 'until it goes through');
rollback to told;

-- Unpaid invoices: due on the 1st of July
insert into public.invoices (id, customer_id) values (tests.id('bill'), tests.id('ada'));
insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate) values (tests.id('bill'), 1, 'Maintenance', 100, 0.13);
select private.issue_invoice(tests.id('bill'), private.clock());
select tests.forget_all('public.office_activities');
update public.maintenance_contracts set state = 'paused';
create function pg_temp.bill() returns text language sql as $$
  select string_agg(a.state || coalesce(' (' || a.outcome || ')', ''), ', ') from public.office_activities a where a.kind = 'unpaid_invoice' $$;
select is((select due_on from public.invoices), '2026-07-09'::date, 'it is to be paid by July 9');
select is(pg_temp.run('2026-07-15 23:59'), null, 'six days after that nobody is asked');
select is(pg_temp.run('2026-07-16 00:00') || to_jsonb(pg_temp.bill()), '[{"unpaid_invoice": 1}, "open"]', 'seven days after it the office is');
select is((select details from public.office_activities), '{"number": "M-000001", "due_on": "2026-07-09", "balance": 113.00}', 'with what is left to pay');
savepoint billed;
select tests.act_as_staff('office');
select is(public.record_payment(tests.id('bill'), 50, 'cheque', gen_random_uuid()) ->> 'status', 'recorded', 'a part');
select is(public.record_payment(tests.id('bill'), 63, 'cheque', gen_random_uuid()) ->> 'status', 'recorded', 'and the rest');
select tests.act_as_owner();
select is(pg_temp.bill(), 'done (paid)', 'settle it');
rollback to billed;
select private.void_invoice(tests.id('bill'), 'Wrong client');
select is(pg_temp.bill(), 'done (taken back)', 'and so does taking it back');

-- The job
select results_eq($$ select runs, daily_work, schedule is not null from private.jobs where name = 'follow-ups' $$, $$ values ('daily', 'run_follow_ups', true) $$, 'it runs every day');
select * from finish();
rollback;
