-- Edges of what is mailed once more, and of what the office's lists show: each rule by itself.
begin;
select plan(22);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.staff_user('office');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['lift', 'other', 'late']) label;
select tests.unit('first', 'ada', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '9 Oak Ave', '2026-06-21');
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00'), tests.book('other', 'Tess One', '2026-06-03 15:00+00'), tests.book('late', 'Tess One', '2026-06-03 17:00+00'),
  tests.book('first', 'Tess One', '2026-06-04 13:00+00', array[tests.id('second')]);
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number, v.created_at limit 1 $$;
create function pg_temp.done(label text) returns text language sql as $$
  select private.complete_visit(pg_temp.visit(done.label), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'checklist',
    (select jsonb_agg(jsonb_build_object('position', i.position, 'result', 'pass') order by i.position) from private.visit_checklist i where i.visit_id = pg_temp.visit(done.label)),
    'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb), 'office', private.clock()) ->> 'status' $$;
create function pg_temp.invoice(label text) returns uuid language sql as $$ select l.invoice_id from public.invoice_lines l where l.visit_id = pg_temp.visit(label) limit 1 $$;
create function pg_temp.told(a jsonb) returns text language sql as $$ select concat_ws(' ', a ->> 'status', a ->> 'reason', a ->> 'mailed_to') $$;
create function pg_temp.invoice_again(label text) returns text language sql as $$ select pg_temp.told(private.mail_invoice_again(pg_temp.invoice(label), private.clock())) $$;
create function pg_temp.summary_again(label text) returns text language sql as $$ select pg_temp.told(private.mail_summary_again(pg_temp.visit(label), private.clock())) $$;
create function pg_temp.lease() returns void language sql set rules.made_by = 'settle_message' as $$
  select tests.as_function('lease_messages', $s$ update public.messages set state = 'sending', lease_id = gen_random_uuid(), lease_until = private.clock() + interval '1 minute' where state = 'queued' $s$) $$;
create function pg_temp.deliver() returns void language sql set rules.made_by = 'settle_message' as $$
  select tests.as_function('settle_message', $s$ update public.messages set state = 'sent', sent_at = private.clock(), lease_id = null, lease_until = null where state = 'sending' $s$) $$;

-- One mail says nothing of another
select tests.freeze_clock('2026-06-03 19:00+00');
select is(pg_temp.done('lift') || ' ' || pg_temp.done('other'), 'done done', 'two visits of one client are done');
select is(pg_temp.invoice_again('lift'), 'queued 1', 'the invoice of one is mailed');
select is(pg_temp.invoice_again('other'), 'queued 1', 'and that of the other, of which no mail is on its way');
-- On its way
select pg_temp.lease();
select is(pg_temp.invoice_again('lift'), 'refused waiting', 'what is being sent waits as well');
select tests.freeze_clock('2026-06-03 19:30+00');
select pg_temp.deliver();
select is(pg_temp.invoice_again('lift'), 'refused recent', 'what waited long and went just now is recent');
-- The last counts
select tests.freeze_clock('2026-06-03 20:00+00');
select is(pg_temp.invoice_again('lift'), 'queued 1', 'half an hour later it goes once more');
select pg_temp.lease(); select pg_temp.deliver();
select tests.freeze_clock('2026-06-03 20:04+00');
select is(pg_temp.invoice_again('lift'), 'refused recent', 'of two the last counts');
select is(pg_temp.summary_again('lift'), 'queued 1', 'of a summary that went at half past seven');

-- A stop that is not over
select tests.freeze_clock('2026-06-04 16:00+00');
select is(pg_temp.done('first'), 'done', 'one unit of a stop is done');
select is(pg_temp.summary_again('first'), 'refused state', 'while another waits, nothing is told of it');
select is((private.visit_page(pg_temp.visit('first'), private.clock()) ->> 'not_closed')::boolean, false, 'what is done is closed, though its stop is not');
select is((private.visit_page(pg_temp.visit('second'), private.clock()) ->> 'not_closed')::boolean, true, 'what waits is not');

-- Who was there and has left
savepoint left_since;
update public.technicians set active = false where id = tests.id('Tess One');
select is((select count(*) from jsonb_array_elements(private.visit_page(pg_temp.visit('late'), private.clock()) -> 'technicians') t where t ->> 'name' = 'Tess One'), 1::bigint, 'whoever has the stop can have been there, also when they have left since');
rollback to left_since;

-- Kept and decided
select is(private.set_task_state((select task_id from public.maintenance_visits where id = pg_temp.visit('late')), 'cancelled') ->> 'status', 'set', 'a visit is called off');
select is(pg_temp.told(private.fail_visit(pg_temp.visit('late'), 'not_completed', reason, null, tests.id(reason), private.clock())), 'conflict cancelled', 'what is said of it is kept: ' || reason) from unnest(array['access', 'hospital']) reason;
create function pg_temp.kept() returns text language sql as $$
  select string_agg(concat_ws(' ', k #>> '{report,reason}', k ->> 'state', k ->> 'can_be_taken'), ', ' order by k #>> '{report,reason}') from jsonb_array_elements(private.visit_page(pg_temp.visit('late'), private.clock()) -> 'kept') k $$;
select is(pg_temp.kept(), 'access conflict false, hospital conflict true', 'no visit is to happen, so only what it tells of the client can be taken');
select is(pg_temp.told(private.accept_report(tests.id('access'), private.clock())), 'refused visit', 'as it is');
select is(private.discard_report(tests.id('hospital'), null) ->> 'status', 'discarded', 'what was discarded');
select is(pg_temp.kept(), 'access conflict false, hospital discarded false', 'cannot be taken any more');
select is(tests.book('late', 'Tess One', '2026-06-08 13:00+00') ->> 'status', 'booked', 'the client books again');
select tests.freeze_clock('2026-06-08 01:00+00');
select is(pg_temp.kept(), 'access conflict true, hospital discarded false', 'and what is kept could be taken, from its day on, for the visit that took its place');
select * from finish();
rollback;
