-- A record that will soon not be current any more is work for the office.
begin;
select plan(22);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['stairs', 'porch']) label;
select is(tests.book(label, 'Tess One', at) ->> 'status', 'booked', label || ' is booked') from (values ('stairs', timestamptz '2026-06-03 13:00+00'), ('porch', '2026-06-03 15:00+00')) b (label, at);
select tests.freeze_clock('2026-06-03 20:00+00');
insert into public.checklist_results (visit_id, position, result) select c.visit_id, c.position, 'pass' from private.visit_checklist c;
select tests.as_function('complete_visit', format($f$ update public.maintenance_visits set state = 'done', service_on = '2026-06-03' where id = %L $f$, v.id)) from public.maintenance_visits v;
select tests.as_function('complete_visit', $f$ update public.technician_tasks set state = 'completed' $f$);
update public.maintenance_cycles set closed_at = private.clock(), outcome = 'serviced';
insert into public.maintenance_cycles (contract_id, number, due_on) select tests.id(label), 2, '2027-05-28' from unnest(array['stairs', 'porch']) label;
select is((private.issue_certificate(v.id, private.clock())).expires_on, '2027-06-03'::date, 'good until June 3, 2027') from public.maintenance_visits v;
create function pg_temp.run(at text) returns text language sql as $$ select private.run_certificates((at || ' America/Toronto')::timestamptz)::text $$;
create function pg_temp.work(label text) returns text language sql as $$
  select string_agg(a.state || coalesce(' ' || a.outcome, ''), ', ' order by a.created_at, a.state desc) from public.office_activities a
  where a.kind = 'certificate_expiring' and a.subject_key = 'unit:' || tests.id(work.label) $$;

-- Sixty days before
select tests.freeze_clock('2027-04-03 16:00+00');
select is(pg_temp.run('2027-04-03 23:59'), '{"more": false, "activities": 0}', 'sixty-one days before nothing is said');
select is(pg_temp.run('2027-04-04 00:00'), '{"more": false, "activities": 2}', 'sixty days before the office is told of both');
select is(pg_temp.run('2027-04-05 08:00'), '{"more": false, "activities": 0}', 'once');
select results_eq($$ select a.details, a.customer_id, a.contract_id from public.office_activities a where a.subject_key = 'unit:' || tests.id('stairs') $$,
  $$ select jsonb_build_object('number', i.number, 'expires_on', '2027-06-03'), tests.id('ada'), tests.id('stairs') from public.inspection_certificates i where i.unit_id = tests.id('stairs') $$, 'with number and day');

-- What settles it, and what does not
savepoint told;
select tests.freeze_clock('2027-05-20 12:00+00');
update public.units set condition = 'retired' where id = tests.id('stairs');
select is(pg_temp.work('stairs'), 'done retired', 'a unit that is retired needs none');
select is(pg_temp.work('porch'), 'open', 'the other still does');
rollback to told;
select private.settle('certified', 'unit', array[tests.id('porch')::text], 'by itself');
select is(pg_temp.run('2027-04-06 08:00'), '{"more": false, "activities": 1}', 'what closed by itself comes back when it is so again');
rollback to told;
update public.company_settings set certificate_notice_days = 90;
select tests.freeze_clock('2027-05-20 12:00+00');
select private.close_activity(a.id, 'will call') from public.office_activities a where a.kind = 'certificate_expiring';
select is(pg_temp.run('2027-06-19 07:59'), '{"more": false, "activities": 0}', 'what a person closed does not come back within thirty days');
select tests.freeze_clock('2027-06-19 12:01+00');
select is(pg_temp.run('2027-06-19 08:01'), '{"more": false, "activities": 2}', 'but then, though it has expired meanwhile');
rollback to told;

-- A visit in time makes it needless; a newer certificate settles it
select tests.as_function('keep_house', 'delete from public.office_activities');
select tests.freeze_clock('2027-05-20 12:00+00');
select is(tests.book('stairs', 'Tess One', '2027-05-31 13:00+00') ->> 'status', 'booked', 'a visit is booked before it expires');
select is(pg_temp.run('2027-05-31 08:00'), '{"more": false, "activities": 1}', 'nobody has to be asked about that unit');
select is(pg_temp.work('stairs'), null, 'which is the booked one');
select is(pg_temp.run('2027-05-31 12:00'), '{"more": false, "activities": 1}', 'a visit that was to be and nobody closed is no excuse');
rollback to told;
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('porch');
select is(pg_temp.work('porch'), 'open', 'who has left is still asked about, once');
rollback to told;
select tests.as_function('keep_house', 'delete from public.office_activities');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('porch');
select is(pg_temp.run('2027-04-05 08:00'), '{"more": false, "activities": 1}', 'without a contract nobody asks');
rollback to told;
select private.revoke_certificate(i.id, 'Wrong unit') from public.inspection_certificates i where i.unit_id = tests.id('stairs');
select is((private.issue_certificate(i.visit_id, private.clock())).number, 'MIR-2026-00003', 'a newer one is issued') from public.inspection_certificates i where i.unit_id = tests.id('stairs');
select is(pg_temp.work('stairs') || ', ' || pg_temp.work('porch'), 'done MIR-2026-00003, open', 'which settles it for its unit alone');
-- The job
select results_eq($$ select runs, daily_work, schedule is not null from private.jobs where name = 'certificates' $$, $$ values ('daily', 'run_certificates', true) $$, 'it runs every day');

select * from finish();
rollback;
