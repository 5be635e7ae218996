-- A visit that was recorded as done by mistake is taken back, with all that it brought about.
begin;
select plan(60);
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-21'), tests.unit('other', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
update public.maintenance_contracts set due_anchor_on = '2025-09-10', last_service_on = '2025-12-22';
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00', array[tests.id('second')]), tests.book('other', 'Luis Two', '2026-06-03 13:00+00');
create temp table links as select tests.token('other') as first;
create function pg_temp.visit(label text) returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id(label) order by y.number, v.created_at limit 1 $$;
create function pg_temp.done(label text, failed text default null) returns jsonb language sql as $$
  select private.complete_visit(pg_temp.visit(done.label), jsonb_build_object('version', 1, 'report_id', gen_random_uuid(), 'checklist',
    (select jsonb_agg(jsonb_build_object('position', i.position, 'result', case when failed = 'critical' and i.safety_critical then 'fail' else 'pass' end) order by i.position) from private.visit_checklist i where i.visit_id = pg_temp.visit(done.label)),
    'signature', '{"name": "Ada Example", "role": "client", "method": "typed"}'::jsonb), 'office', private.clock()) $$;
create function pg_temp.reverse(label text, reason text default 'the wrong house') returns text language sql as $$
  select concat_ws(' ', r ->> 'status', r ->> 'reason', r ->> 'due_on') from private.reverse_visit(pg_temp.visit(label), reason, private.clock()) r $$;
create function pg_temp.cycles(label text) returns text language sql as $$
  select string_agg(concat_ws(' ', y.number, y.due_on, coalesce(y.outcome, 'open')), ', ' order by y.number) from public.maintenance_cycles y where y.contract_id = tests.id(label) $$;
create function pg_temp.terms(label text) returns text language sql as $$ select concat_ws(' ', c.due_anchor_on, c.last_service_on) from public.maintenance_contracts c where c.id = tests.id(label) $$;
create function pg_temp.invoices(customer text) returns text language sql as $$
  select string_agg(concat_ws(' ', i.number, i.state, (select count(*) from public.invoice_lines l where l.invoice_id = i.id and l.live)), ', ' order by i.number, i.created_at) from public.invoices i where i.customer_id = tests.id(customer) $$;
create function pg_temp.consent(customer text) returns text language sql as $$ select concat_ws(' ', m.consent_basis, m.consent_on) from public.customers m where m.id = tests.id(customer) $$;
create function pg_temp.next_cycle() returns uuid language sql as $$ select id from public.maintenance_cycles where contract_id = tests.id('other') and closed_at is null $$;
select tests.freeze_clock('2026-06-03 14:00+00');
select is(pg_temp.reverse('other'), 'refused state', 'what is not done is not taken back');
select is(pg_temp.done('other') ->> 'status', 'done', 'a visit is done');
insert into links values (tests.token('other'));
select is(pg_temp.cycles('other'), '1 2026-06-20 serviced, 2 2026-12-03 open', 'and the next cycle begins');
select is(pg_temp.terms('other'), '2026-06-03 2026-06-03', 'with this visit');
set constraints all immediate;
set constraints all deferred;

-- Refused
savepoint done;
select is(pg_temp.reverse('other', reason), 'rejected reason', 'a reason is needed') from unnest(array[null, '', ' ', repeat('x', 501)]) reason;
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on) values (pg_temp.next_cycle(), '2026-12-03', 30, '2026-06-03');
select is(pg_temp.reverse('other'), 'refused reminder', 'not when the next cycle was reminded of');
rollback to done;
select private.freeze_price(pg_temp.next_cycle());
select is(pg_temp.reverse('other'), 'refused price', 'or its price was told');
rollback to done;
select public.copy_booking_link(tests.id('other'));
select is(pg_temp.reverse('other'), 'refused link', 'or its link was copied');
rollback to done;
select private.raise_about_cycle('overdue', pg_temp.next_cycle(), '{}');
select is(pg_temp.reverse('other'), 'refused activity', 'or somebody is to call about it');
rollback to done;
select private.record_attempt('confirm', pg_temp.next_cycle(), '{"status": "rejected"}');
select is(pg_temp.reverse('other'), 'refused activity', 'or tried to book it');
rollback to done;
select tests.book('other', 'Luis Two', '2026-06-10 13:00+00');
select is(pg_temp.reverse('other'), 'refused visit', 'or has booked it');
rollback to done;
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('other');
select is(pg_temp.reverse('other'), 'refused later', 'or the contract has ended');
rollback to done;
select public.record_payment((select id from public.invoices where customer_id = tests.id('bob')), 10, 'cash', tests.id('payment'));
select is(pg_temp.reverse('other'), 'refused paid', 'or somebody has paid');
select is(pg_temp.cycles('other') || ' ' || pg_temp.terms('other') || ' ' || pg_temp.invoices('bob'), '1 2026-06-20 serviced, 2 2026-12-03 open 2026-06-03 2026-06-03 1 issued 1', 'of which nothing changed anything');
rollback to done;

-- Who
select tests.act_as_anon();
select throws_ok($$ select public.reverse_visit(tests.id('x'), 'x') $$, '42501', null, 'no stranger takes anything back');
select tests.act_as_staff('technician');
select throws_ok($$ select public.reverse_visit(tests.id('x'), 'x') $$, '42501', 'only an administrator may do this', 'no technician');
select tests.act_as_staff('office');
select throws_ok($$ select public.reverse_visit(tests.id('x'), 'x') $$, '42501', 'only an administrator may do this', 'nor the office');
select tests.act_as_staff('admin');
select throws_ok($$ select public.reverse_visit(tests.id('x'), 'x') $$, 'PT404', null, 'an administrator may, what is there');
select is(public.reverse_visit((select id from public.maintenance_visits where state = 'done'), 'the wrong house') ->> 'status', 'reversed', 'and it is taken back');
select tests.act_as_owner();
rollback to done;

-- Taken back
select is(private.visit_outcome(pg_temp.visit('other')) ->> 'next_due_on', '2026-12-03', 'whoever was there reads when the next visit is due');
select private.replace_link(pg_temp.next_cycle());
insert into links values (tests.token('other'));
select is(pg_temp.consent('bob'), 'purchase 2026-06-03', 'who had a visit bought something');
select is(pg_temp.reverse('other'), 'reversed 2026-06-20', 'it is taken back');
select is(pg_temp.consent('bob'), 'none', 'and that they bought something with it: whether they may be written to is what it was');
select is(pg_temp.cycles('other'), '1 2026-06-20 open', 'its cycle is open again, and the next is gone');
select is(pg_temp.terms('other'), '2025-09-10 2025-12-22', 'the contract is due as it was before');
select is((select v.state from public.maintenance_visits v where v.id = pg_temp.visit('other')), 'reversed', 'the visit is kept as what it was');
select is((select string_agg(p ->> 'status', ' ') from links, public.booking_page(links.first) p), 'expired expired expired', 'links of both cycles have expired, those that were replaced before included');
select isnt((select tests.token('other')), (select min(first) from links), 'it has a new one');
select is((select revoked_reason from public.inspection_certificates), 'the wrong house', 'its certificate is revoked');
select is((select concat_ws(' ', o ->> 'state', o -> 'certificate', o -> 'next_due_on', o -> 'invoice') from private.visit_outcome(pg_temp.visit('other')) o), 'reversed null null null', 'and nothing is told any more of what it came to');
select is(pg_temp.invoices('bob'), '1 void 0', 'its invoice is void');
select is((select a.details ->> 'reason' from public.office_activities a where a.kind = 'rebook' and a.contract_id = tests.id('other') and a.state = 'open'), 'reversed', 'the office books it anew, since no reminder comes again');
select is((select e.changes ->> 'reason' from public.audit_events e where e.row_id = pg_temp.visit('other') and e.changes ->> 'what' = 'taken back'), 'the wrong house', 'why, is on record');
select lives_ok('set constraints all immediate', 'all of which goes together');
set constraints all deferred;
select is(pg_temp.reverse('other'), 'refused state', 'once');
select ok(not private.still_holds(m), m.kind || ' is not sent any more') from public.messages m where m.customer_id = tests.id('bob') and m.kind = 'visit_summary';
select is(tests.book('other', 'Luis Two', '2026-06-04 13:00+00') ->> 'status', 'slot_taken', 'tomorrow is too soon for a client');
select is(tests.book('other', 'Luis Two', '2026-06-08 13:00+00') ->> 'status', 'booked', 'but next week it can be booked');
select throws_ok(format('update public.maintenance_visits set state = ''done'' where id = %L', pg_temp.visit('other')), 'MT001', null, 'what was taken back stays so');
select throws_ok('delete from public.maintenance_cycles', 'MT002', null, 'and nobody else takes a cycle away');

-- What stays on record
create function pg_temp.told(history jsonb) returns text language sql as $$
  select concat_ws('; ', (select string_agg(concat_ws(' ', v ->> 'on_day', v ->> 'state', v ->> 'technician_name', v #>> '{certificates,0,number}', v #>> '{invoices,0,number}', v #>> '{invoices,0,state}'), ', ' order by n) from jsonb_array_elements(history -> 'visits') with ordinality v (v, n)),
    (select string_agg(m ->> 'kind', ' ' order by m ->> 'kind') from jsonb_array_elements(history -> 'mails') m)) $$;
select is(pg_temp.told(public.unit_history(tests.id('other'))), '2026-06-03 reversed Luis MIR-2026-00001 M-000001 void; confirmation confirmation visit_summary', 'a unit''s history tells of its visits and what came of them');
select is(pg_temp.told(public.client_history(tests.id('bob'))), '2026-06-03 reversed Luis MIR-2026-00001 M-000001 void; confirmation confirmation visit_summary', 'a client''s of all of them');
select is((select jsonb_agg(i - '{invoice_id,at}'::text[] order by i ->> 'state') from jsonb_array_elements(public.client_history(tests.id('bob')) -> 'invoices') i), '[{"state": "void", "total": 213.57, "due_on": "2026-07-03", "number": "M-000001", "balance": 0, "issued_on": "2026-06-03"}]', 'and its invoices');
select is(pg_temp.told(public.unit_history(tests.id('lift'))), 'confirmation', 'of a visit that has not happened there is its mail alone');
select throws_ok($$ select public.unit_history(gen_random_uuid()) $$, 'PT404', null, 'nor of what is not there');
select throws_ok($$ select public.client_history(gen_random_uuid()) $$, 'PT404', null, 'or nobody');
select tests.act_as_staff('technician');
select throws_ok(format('select public.client_history(%L)', tests.id('bob')), '42501', null, 'a technician does not read it');
select tests.act_as_staff('office');
select lives_ok(format('select public.client_history(%L)', tests.id('bob')), 'the office does');
select tests.act_as_owner();

-- One unit of a stop
select pg_temp.done('lift'), pg_temp.done('second');
select is(pg_temp.invoices('ada'), '2 issued 2', 'a stop of two is charged');
savepoint two;
select is(pg_temp.reverse('second'), 'reversed 2026-06-21', 'one of them is taken back');
select is(pg_temp.invoices('ada'), '2 void 0, 3 issued 1', 'the other is charged anew');
select is(pg_temp.cycles('lift') || '; ' || pg_temp.cycles('second'), '1 2026-06-20 serviced, 2 2026-12-03 open; 1 2026-06-21 open', 'and stays serviced');
select is(pg_temp.consent('ada'), 'purchase 2026-06-03', 'which its client has bought');
rollback to two;

-- What was found
rollback to done;
select is(pg_temp.done('lift', 'critical') ? 'repair_work_order_id', true, 'a visit finds something');
select is(pg_temp.reverse('lift'), 'reversed 2026-06-20', 'and is taken back');
select is((select state || ' ' || cancelled_reason from public.work_orders where kind = 'repair'), 'cancelled the wrong house', 'with the quote of its repair');
select is((select condition from public.units where id = tests.id('lift')), 'out_of_service', 'the unit is looked at by somebody before it is used again');

select * from finish();
rollback;
