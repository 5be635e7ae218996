-- What the office changes about a contract: it rests and goes on, ends, is due on another day, lets one visit out, costs nothing.
begin;
select plan(125);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111'), (tests.id('bob'), 'Bob Example', null, '905-555-0112');
select tests.technician('Tess One', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-21'),
  tests.unit('porch', 'ada', 'porch_lift', '1 Elm St', '2026-08-20'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
update public.maintenance_contracts set interval_months = 6, due_anchor_on = '2025-12-20';

create function pg_temp.said(r jsonb) returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'until', r ->> 'due_on', r ->> 'by') $$;
create function pg_temp.terms(label text) returns text language sql as $$
  select concat_ws(' ', c.state, y.number, y.due_on, c.due_anchor_on, c.paused_until, c.paused_reason, c.cancelled_reason, c.cancelled_note)
  from public.maintenance_contracts c left join public.maintenance_cycles y on y.contract_id = c.id and y.closed_at is null where c.id = tests.id(label) $$;
create function pg_temp.visit(label text) returns text language sql as $$
  select string_agg(v.state, ',' order by v.created_at, v.state) from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) $$;
create function pg_temp.mails() returns text language sql as $$
  select coalesce(string_agg(m.kind, ', ' order by m.kind), '-') from public.messages m where m.kind not in ('confirmation', 'reminder') $$;
create function pg_temp.calls(label text) returns text language sql as $$
  select coalesce(string_agg(a.kind || ' ' || coalesce(a.outcome, a.state), ', ' order by a.kind, a.outcome), '-') from public.office_activities a where a.contract_id = tests.id(label) $$;
create function pg_temp.told(label text) returns text language sql as $$
  select coalesce(string_agg(r.due_on || '/' || r.band, ', ' order by r.due_on, r.band), '-') from private.cycle_reminders r
  join public.maintenance_cycles y on y.id = r.cycle_id where y.contract_id = tests.id(label) $$;
create function pg_temp.end_by(reason text, note text default null) returns text language plpgsql as $$
begin
  perform tests.act_as_staff('office');
  return pg_temp.said(public.cancel_contract(tests.id('stairs'), reason, note));
end $$;
create function pg_temp.ends_quietly(reason text) returns text language plpgsql as $$
declare
  v_said text := pg_temp.end_by(reason);
begin
  perform tests.act_as_owner();
  v_said := v_said || ' ' || pg_temp.visit('stairs') || ' ' || pg_temp.mails();
  return v_said;
end $$;
create temp table shown (label text primary key, text text);
grant all on shown to public;
insert into shown select l, private.terms_shown(private.terms_of(tests.id(l))) from unnest('{stairs,chair,porch,bobs}'::text[]) l;
create function pg_temp.shown(label text) returns text language sql as $$ select s.text from shown s where s.label = shown.label $$;

-- Who may
create temp table doors (call text);
insert into doors values ($$public.pause_contract(md5('stairs')::uuid, null, 'away')$$), ($$public.resume_contract(md5('stairs')::uuid)$$),
  ($$public.cancel_contract(md5('stairs')::uuid, 'sold')$$), ($$public.change_due_date(md5('stairs')::uuid, '2026-07-01', true, 'asked')$$),
  ($$public.skip_cycle(md5('stairs')::uuid, 'asked')$$), ($$public.set_no_charge(md5('stairs')::uuid, '2026-12-31', 'warranty')$$),
  ($$public.set_contract_tax(md5('stairs')::uuid, gen_random_uuid(), 'status card')$$);
grant select on doors to public;
create function pg_temp.refusals(persona text) returns setof text language plpgsql as $$
declare
  v_door text;
begin
  for v_door in select d.call from doors d loop
    return next throws_ok('select ' || v_door, '42501', null, persona || ': ' || v_door);
  end loop;
end $$;
grant execute on all functions in schema pg_temp to public;
select tests.act_as_staff('technician');
select pg_temp.refusals('a technician');
select tests.act_as_anon();
select pg_temp.refusals('anybody');
select tests.act_as_staff('office');
select throws_ok(replace('select ' || d.call, 'stairs', 'nothing'), 'PT404', null, 'an unknown contract: ' || d.call) from doors d;
select throws_ok($$ update public.maintenance_contracts set paused_until = '2026-09-01' $$, '42501', null, 'the office writes no contract by hand');
select throws_ok($$ update public.maintenance_cycles set due_on = '2026-09-01' $$, '42501', null, 'nor a cycle');

-- Pausing
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2026-06-01', 'away')), 'rejected until', 'nobody rests until today');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2029-06-02', 'away')), 'rejected until', 'nor for more than three years');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2026-09-01', ' ')), 'rejected reason', 'nor for no reason');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2026-09-01', repeat('x', 501))), 'rejected reason', 'nor for one without end');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2026-09-01', 'away', shown => 'active 1 2026-06-19')), 'refused changed', 'what somebody changed meanwhile is not overwritten');
select tests.act_as_owner();
savepoint begun;
select is(tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', array[tests.id('chair')]) ->> 'status', 'booked', 'Ada books both');
savepoint booked;
select tests.act_as_staff('office');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2026-09-01', 'away')), 'refused booked', 'what is booked is not lost unasked');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2026-09-01', 'away', cancel_booking => true, shown => pg_temp.shown('stairs'))), 'refused changed', 'nor by who saw the page before it was booked');
select is(pg_temp.said(public.cancel_contract(tests.id('stairs'), 'sold', shown => pg_temp.shown('stairs'))), 'refused changed', 'nor does the contract end under it, and nobody is told');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2026-09-01', 'away', cancel_booking => true,
  shown => public.contract_page(tests.id('stairs')) ->> 'shown')), 'paused 2026-09-01', 'asked it is');
select tests.act_as_owner();
select is(pg_temp.visit('stairs') || ' ' || pg_temp.visit('chair') || ' ' || pg_temp.mails(), 'cancelled scheduled appointment_changed', 'the client is told, and keeps the other unit''s visit');
rollback to booked;
select tests.act_as_staff('office');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2026-06-04', 'away')), 'refused booked', 'nor one on the day before the return');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2026-06-03', 'away', cancel_booking => true)), 'paused 2026-06-03', 'who is back that morning rests until then');
select tests.act_as_owner();
select is(pg_temp.visit('stairs') || ' ' || pg_temp.mails(), 'scheduled -', 'and keeps the visit');
rollback to booked;
select tests.as_function('set_task_state', format($$ update public.technician_tasks set state = 'in_progress' where id = (select v.task_id from public.maintenance_visits v limit 1) $$));
select tests.act_as_staff('office');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2026-09-01', 'away', cancel_booking => true)), 'refused begun', 'while the technician is there nothing rests');
select is(pg_temp.said(public.cancel_contract(tests.id('stairs'), 'sold')), 'refused begun', 'or ends');
select is(pg_temp.said(public.skip_cycle(tests.id('stairs'), 'no')), 'refused begun', 'or is let out');
select is(pg_temp.said(public.change_due_date(tests.id('stairs'), '2026-07-01', true, 'no')), 'refused begun', 'or is due on another day');
select tests.act_as_owner();
rollback to begun;
select public.request_callback(tests.token('stairs'), '905-555-0111');
select tests.act_as_staff('office');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2026-06-02', 'away', shown => pg_temp.shown('stairs'))), 'paused 2026-06-02', 'tomorrow is a day to rest until');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), '2029-06-01', ' in Florida ')), 'paused 2029-06-01', 'so are three years; what rests gets another day');
select is(pg_temp.said(public.pause_contract(tests.id('stairs'), null, 'nobody knows')), 'paused', 'or none');
select is(pg_temp.said(public.skip_cycle(tests.id('stairs'), 'no')), 'refused state', 'what rests is let out already');
select tests.act_as_owner();
select is(pg_temp.terms('stairs'), 'paused 1 2026-06-20 2025-12-20 nobody knows', 'it rests for that reason');
select is(pg_temp.calls('stairs'), 'callback contract paused', 'nobody calls about it');
select public.run_job('reminders', '2026-06-01 12:30+00');
select is(pg_temp.told('stairs') || ' ' || pg_temp.told('chair'), '- 2026-06-21/30', 'nobody is told while it rests');

-- Going on
select tests.act_as_staff('office');
select is(pg_temp.said(public.resume_contract(tests.id('chair'))), 'refused state', 'what does not rest is not resumed');
select is(pg_temp.said(public.resume_contract(tests.id('stairs'), '2025-06-01')), 'rejected due_on', 'nothing was due a year ago');
select tests.act_as_owner();
savepoint resting;
select tests.act_as_staff('office');
select is(pg_temp.said(public.resume_contract(tests.id('stairs'))), 'resumed 2026-07-01', 'it goes on, due in 30 days');
select tests.act_as_owner();
select is(pg_temp.terms('stairs'), 'active 1 2026-07-01 2025-12-20', 'no day and no reason to rest is left');
rollback to resting;
select tests.act_as_staff('office');
select is(pg_temp.said(public.resume_contract(tests.id('stairs'), '2026-10-05')), 'resumed 2026-10-05', 'or when the office says');
select tests.act_as_owner();
rollback to resting;
update public.maintenance_contracts set state = 'active' where id = tests.id('stairs');
select is(pg_temp.terms('stairs'), 'active 1 2026-06-20 2025-12-20', 'whoever lets it go on by hand need not know of days and reasons');
rollback to resting;
select tests.act_as_owner();
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('stairs');
select is(pg_temp.terms('stairs'), 'cancelled 2025-12-20 sold', 'nor who ends it');
rollback to resting;

-- By itself
select tests.act_as_staff('office');
select public.pause_contract(tests.id('stairs'), '2026-06-15', 'in hospital'), public.pause_contract(tests.id('porch'), '2026-06-15', 'in hospital'), public.pause_contract(tests.id('bobs'), null, 'in Florida');
select tests.act_as_owner();
select tests.book('chair', 'Tess One', '2026-06-18 13:00+00');
update public.maintenance_contracts set state = 'paused', paused_until = '2026-06-15' where id = tests.id('chair');
select is(private.run_roll_forward('2026-06-14 12:00+00'), '{"rolled": 0, "resumed": 0, "failed": 0, "more": false}', 'a day before nothing goes on');
select is(private.run_roll_forward('2026-06-15 12:00+00'), '{"rolled": 0, "resumed": 3, "failed": 0, "more": false}', 'on the day it does');
select is(pg_temp.terms('stairs'), 'active 1 2026-06-29 2025-12-20', 'due two weeks after the return');
select is(pg_temp.terms('porch'), 'active 1 2026-08-20 2025-12-20', 'not earlier than it was');
select is(pg_temp.terms('chair'), 'active 1 2026-06-21 2025-12-20', 'and what is booked stays as it was promised');
select is(pg_temp.terms('bobs'), 'paused 1 2026-06-20 2025-12-20 in Florida', 'what has no day waits for somebody');
select is(private.run_roll_forward('2026-06-15 12:00+00') ->> 'resumed', '0', 'once');
select is((select count(*) from public.audit_events e where e.row_id = tests.id('stairs') and e.changes -> 'state' = '["paused", "active"]'), 1::bigint, 'on record');
rollback to resting;
select tests.act_as_owner();
create function pg_temp.fail() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$;
update public.maintenance_contracts set paused_until = '2026-08-10' where id = tests.id('stairs');
update public.maintenance_contracts set state = 'paused', paused_until = '2026-08-10' where id = tests.id('porch');
create trigger broken before update on public.maintenance_cycles for each row when (new.contract_id = md5('stairs')::uuid) execute function pg_temp.fail();
savepoint tried;
update public.maintenance_contracts set state = 'active' where id = tests.id('porch');
update public.maintenance_contracts set state = 'paused', paused_until = '2026-08-10' where id = tests.id('bobs');
select is(private.resume_what_rested('2026-08-10 12:00+00', 1) || private.resume_what_rested('2026-08-10 12:00+00', 1), '{"resumed": 1, "failed": 0, "more": true}', 'one that fails takes nobody''s turn');
select is(private.resume_what_rested('2026-08-10 12:00+00', 1), '{"resumed": 0, "failed": 1, "more": false}', 'and comes last');
rollback to tried;
select is(private.run_roll_forward('2026-08-10 12:00+00'), '{"rolled": 0, "resumed": 1, "failed": 1, "more": false}', 'one that fails stops no other');
select is((select string_agg(a.kind || ' ' || a.urgent || ' ' || (a.details ->> 'reason'), ',') from public.office_activities a where a.state = 'open' and a.kind = 'self_check'), 'self_check true resume', 'and the office hears of it');
rollback to begun;

-- Ending
select tests.act_as_staff('office');
select is(pg_temp.said(public.cancel_contract(tests.id('stairs'), 'bored')), 'rejected reason', 'there are seven reasons to end');
select is(pg_temp.said(public.cancel_contract(tests.id('stairs'), null)), 'rejected reason', 'and none is none');
select is(pg_temp.said(public.cancel_contract(tests.id('stairs'), 'other')), 'rejected note', '"other" says nothing alone');
select is(pg_temp.said(public.cancel_contract(tests.id('stairs'), 'sold', repeat('x', 501))), 'rejected note', 'and a note has an end');
select tests.act_as_owner();
select tests.book('stairs', 'Tess One', '2026-06-03 13:00+00', array[tests.id('chair')]);
select public.request_callback(tests.token('stairs'), '905-555-0111');
savepoint ending;
select is(pg_temp.end_by('declined', ' too dear '), 'cancelled', 'the client wants no more');
select tests.act_as_owner();
select is(pg_temp.terms('stairs') || ', ' || pg_temp.visit('stairs') || ' ' || pg_temp.visit('chair') || ', ' || pg_temp.mails() || ', ' || pg_temp.calls('stairs'),
  'cancelled 2025-12-20 declined too dear, cancelled scheduled, appointment_changed, callback cycle closed', 'the visit goes, the other stays, the client is told, nobody calls');
select is((select y.outcome from public.maintenance_cycles y where y.contract_id = tests.id('stairs')), 'contract_cancelled', 'the cycle ends with it');
select tests.act_as_staff('office');
select is(pg_temp.said(public.cancel_contract(tests.id('stairs'), 'sold')), 'refused state', 'an end is final');
select is(pg_temp.said(public.set_no_charge(tests.id('stairs'), '2026-12-31', 'warranty')), 'refused state', 'what has ended costs what it did');
select is(pg_temp.said(public.change_due_date(tests.id('stairs'), '2026-12-31', true, 'asked')), 'refused state', 'and is never due');
select tests.act_as_owner();
rollback to ending;
select is(pg_temp.ends_quietly('deceased'), 'cancelled cancelled -', 'who has died is not written to');
rollback to ending;
select is(pg_temp.ends_quietly('returned'), 'cancelled cancelled -', 'nor who gave it back');
rollback to ending;
select is(pg_temp.ends_quietly('sold'), 'cancelled cancelled -', 'nor who sold it');
rollback to ending;
select is(pg_temp.ends_quietly('moved'), 'cancelled cancelled appointment_changed', 'who moved hears of it');
rollback to ending;
select tests.act_as_staff('office');
select is(pg_temp.said(public.cancel_contract(tests.id('stairs'), 'declined', tell => false)), 'cancelled', 'whoever was told on the phone needs no mail');
select tests.act_as_owner();
select is(pg_temp.visit('stairs') || ' ' || pg_temp.visit('chair') || ' ' || pg_temp.mails(), 'cancelled scheduled -', 'the visit goes as it would, without one');
rollback to ending;
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'deceased' where id = tests.id('stairs');
select is(pg_temp.visit('stairs') || ' ' || pg_temp.mails(), 'cancelled -', 'by hand it is as quiet');
rollback to begun;
update public.customers set email = 'bob@example.com' where id = tests.id('bob');
select public.run_job('reminders', '2026-06-01 12:30+00');
select tests.act_as_staff('office');
select public.cancel_contract(tests.id('bobs'), 'sold');
select tests.act_as_owner();
select public.claim_messages(20, '{"catch": {"provider": "p"}}');
select is((select string_agg(c.first_name || ' ' || m.state, ', ' order by c.name) from public.messages m join public.customers c on c.id = m.customer_id where m.kind = 'reminder'), 'Ada sending, Bob superseded', 'a mail that waits about what has ended is not sent');
rollback to begun;

-- Another day
select public.run_job('reminders', '2026-06-01 12:30+00');
select tests.act_as_staff('office');
select is(pg_temp.said(public.change_due_date(tests.id('stairs'), '2025-06-01', true, 'asked')), 'rejected due_on', 'not a year ago');
select is(pg_temp.said(public.change_due_date(tests.id('stairs'), '2036-06-01', true, 'asked')), 'rejected due_on', 'not in ten years');
select is(pg_temp.said(public.change_due_date(tests.id('stairs'), null, true, 'asked')), 'rejected due_on', 'not no day');
select is(pg_temp.said(public.change_due_date(tests.id('stairs'), '2026-07-10', true, '')), 'rejected reason', 'not for no reason');
select tests.act_as_owner();
savepoint dated;
select tests.act_as_staff('office');
select is(pg_temp.said(public.change_due_date(tests.id('stairs'), '2025-06-02', true, 'asked')), 'changed 2025-06-02', 'nearly a year ago');
select is(pg_temp.said(public.change_due_date(tests.id('stairs'), '2036-05-30', true, 'asked')), 'changed 2036-05-30', 'nearly in ten years');
select is(pg_temp.said(public.change_due_date(tests.id('stairs'), '2026-06-25', true, 'asked')), 'changed 2026-06-25', 'this time only');
select tests.act_as_owner();
select is(pg_temp.terms('stairs'), 'active 1 2026-06-25 2025-12-20', 'the cadence stays');
select public.run_job('reminders', '2026-06-02 12:30+00');
select is(pg_temp.told('stairs'), '2026-06-20/30, 2026-06-25/30', 'it is told anew, band by band');
select is((select p.changes ->> 'note' from public.audit_events e join public.audit_personal_values p on p.id = e.id join public.maintenance_cycles y on y.id = e.row_id where y.contract_id = tests.id('stairs') and e.changes ->> 'what' = 'due date changed' order by e.seq desc limit 1), 'asked', 'on record, with its reason, which can be erased');
rollback to dated;
select tests.act_as_staff('office');
select is(pg_temp.said(public.change_due_date(tests.id('stairs'), '2026-07-10', false, 'asked')), 'changed 2026-07-10', 'from now on');
select tests.act_as_owner();
select is(pg_temp.terms('stairs'), 'active 1 2026-07-10 2026-07-10', 'the cadence begins anew');
rollback to begun;
select private.raise_about_cycle('overdue', y.id, '{}'), private.raise_about_cycle('callback', y.id, '{}') from public.maintenance_cycles y where y.contract_id = tests.id('bobs');
select tests.act_as_staff('office');
select public.change_due_date(tests.id('bobs'), '2026-06-20', true, 'nothing changes');
select tests.act_as_owner();
select is(pg_temp.calls('bobs'), 'callback open, overdue open', 'the same day settles nothing');
select tests.act_as_staff('office');
select public.change_due_date(tests.id('bobs'), '2026-07-20', true, 'asked');
select tests.act_as_owner();
select is(pg_temp.calls('bobs'), 'callback open, overdue due on another day', 'another one what was about the old; who wants a call is called');
select tests.book('stairs', 'Tess One', '2026-06-03 13:00+00');
select tests.act_as_staff('office');
select is(pg_temp.said(public.change_due_date(tests.id('stairs'), '2026-07-10', true, 'asked')), 'refused booked', 'what is booked is moved, not made due');
select is(pg_temp.said(public.skip_cycle(tests.id('stairs'), 'asked')), 'refused booked', 'nor let out');
select tests.act_as_owner();
rollback to begun;

-- Not this time
select public.request_callback(tests.token('stairs'), '905-555-0111');
create temp table link as select tests.token('stairs') as token;
select tests.act_as_staff('office');
select is(pg_temp.said(public.skip_cycle(tests.id('stairs'), ' ')), 'rejected reason', 'why is asked');
select is(pg_temp.said(public.skip_cycle(tests.id('stairs'), 'serviced elsewhere', pg_temp.shown('stairs'))), 'skipped 2026-12-20', 'not this time');
select is(pg_temp.said(public.skip_cycle(tests.id('stairs'), 'serviced elsewhere', pg_temp.shown('stairs'))), 'refused changed Office', 'twice is once: who was faster is told');
select tests.act_as_owner();
select is(pg_temp.terms('stairs'), 'active 2 2026-12-20 2025-12-20', 'the next is due by the cadence');
select is((select concat_ws(' ', y.outcome, y.closed_reason) from public.maintenance_cycles y where y.contract_id = tests.id('stairs') and y.number = 1), 'declined serviced elsewhere', 'the one before was declined');
select is(pg_temp.calls('stairs') || ' ' || (public.booking_page((select token from link)) ->> 'status'), 'callback cycle closed expired', 'nobody calls, and its link is over');
select throws_ok($$ update public.maintenance_cycles set closed_at = now(), outcome = 'declined' where contract_id = md5('stairs')::uuid and closed_at is null $$, 'MT001', null, 'by hand nobody declines');
rollback to begun;
select is(private.cadence_after('2025-01-31', 1, '2026-02-27'), '2026-02-28', 'cadences keep their day');
select is(private.cadence_after('2025-01-31', 1, '2026-02-28'), '2026-03-31', 'also after a short month');
select is(private.cadence_after('2026-08-01', 6, '2026-01-01'), '2027-02-01', 'a first due date lies a whole interval after its anchor');
create function pg_temp.skipped(due date, today date) returns date language plpgsql as $$
declare
  v_terms private.held_terms := private.terms_of(tests.id('stairs'));
begin
  v_terms.cycle.due_on := due;
  return private.due_after_skip(v_terms, today);
end $$;
select is(pg_temp.skipped('2026-05-20', '2026-06-01'), '2026-12-20', 'moved ahead, the same visit does not come again');
select is(pg_temp.skipped('2026-07-20', '2026-06-01'), '2026-12-20', 'put off, the next comes when it would have');
select is(pg_temp.skipped('2026-06-20', '2026-12-10'), '2027-06-20', 'half a year late, not next week either');
select is(pg_temp.skipped('2026-06-20', '2026-09-20'), '2026-12-20', 'half an interval ahead is far enough');
select is(pg_temp.skipped('2026-06-20', '2026-09-21'), '2027-06-20', 'a day less is not');

-- Nothing to pay, another tax
select tests.act_as_staff('office');
select is(pg_temp.said(public.set_no_charge(tests.id('stairs'), '2026-05-31', 'warranty')), 'rejected until', 'not until yesterday');
select is(pg_temp.said(public.set_no_charge(tests.id('stairs'), '2036-06-02', 'warranty')), 'rejected until', 'nor for more than ten years');
select is(pg_temp.said(public.set_no_charge(tests.id('stairs'), '2026-12-31', null)), 'rejected reason', 'whoever pays nothing is told why');
select is(pg_temp.said(public.set_no_charge(tests.id('stairs'), '2026-06-20', 'included in your warranty')), 'set', 'a visit due that day costs nothing');
select tests.act_as_owner();
select is((private.unit_of_contract(tests.id('stairs'))).fee, 0.00, 'so it is told');
select tests.act_as_staff('office');
select is(pg_temp.said(public.set_no_charge(tests.id('stairs'), null)), 'set', 'it costs again');
select is(pg_temp.said(public.set_contract_tax(tests.id('stairs'), gen_random_uuid(), 'status card')), 'rejected tax_code_id', 'there is no such tax');
select is(pg_temp.said(public.set_contract_tax(tests.id('stairs'), (select t.id from public.tax_codes t order by t.rate limit 1), 'status card')), 'set', 'another tax, with its reason');
select tests.act_as_owner();
select is((select concat_ws(' ', c.no_charge_until, c.no_charge_reason, c.tax_reason, t.rate) from public.maintenance_contracts c join public.tax_codes t on t.id = c.tax_code_id where c.id = tests.id('stairs')), 'status card 0.00000', 'on the contract');

select * from finish();
rollback;
