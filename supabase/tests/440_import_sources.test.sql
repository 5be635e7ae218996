-- Import sources: what opens another system is told to the service role alone, and how far it was read is kept.
begin;
select plan(20);
select tests.freeze_clock('2026-06-01 12:00+00');

-- Who may
select tests.act_as_staff('technician');
select throws_ok($$ select public.import_source('odoo') $$, '42501', null, 'no technician gets the key');
select tests.act_as_staff('office');
select throws_ok($$ select public.import_source('odoo') $$, '42501', null, 'no office gets the key');
select throws_ok($$ select public.keep_import_cursors('odoo', '{}') $$, '42501', null, 'nor does a office say how far it was read');
select tests.act_as_staff('admin');
select throws_ok($$ select public.import_source('odoo') $$, '42501', null, 'no admin gets the key');
select throws_ok($$ select public.keep_import_cursors('odoo', '{}') $$, '42501', null, 'nor does a admin say how far it was read');
select tests.act_as_anon();
select throws_ok($$ select public.import_source('odoo') $$, '42501', null, 'a stranger gets no key');
select tests.act_as_service();
select throws_ok('select * from private.import_cursors', '42501', null, 'not even the service role reads the table itself');

-- Not set up
select is(public.import_source('odoo'),
  '{"url": null, "database": null, "key": null, "time_zone": "America/Toronto", "cursors": {}, "jobs": []}', 'what is not set up has neither address nor key');
select tests.act_as_owner();
select vault.create_secret('https://odoo.example.com', 'odoo_url'), vault.create_secret('', 'odoo_database'), vault.create_secret('k-1', 'odoo_key');
select tests.act_as_service();
select is(public.import_source('odoo') - 'cursors' - 'jobs' - 'time_zone',
  '{"url": "https://odoo.example.com", "database": null, "key": "k-1"}', 'address and key come from the vault; an empty name is none');
select is(public.import_source('other') ->> 'key', null, 'each system has its own');

-- How far
select is(public.keep_import_cursors('odoo', '{"sale.order": "2026-06-01T09:00:00Z", "res.partner": "2026-05-31T09:00:00Z"}'), '{"status": "kept"}', 'cursors are kept');
select public.keep_import_cursors('odoo', '{"sale.order": "2026-06-01T11:59:59Z", "stock.move": "2026-06-01T12:00:01Z"}');
select results_eq($$ select c.key, c.value::timestamptz from jsonb_each_text(public.import_source('odoo') -> 'cursors') c order by 1 $$,
  $$ values ('res.partner', '2026-05-31 09:00+00'::timestamptz), ('sale.order', '2026-06-01 11:59:59+00'), ('stock.move', '2026-06-01 12:00+00') $$,
  'each model has its own, and none is ahead of our clock');
select is(public.import_source('other') -> 'cursors', '{}', 'of another system nothing was read');
select throws_ok($$ select public.keep_import_cursors('Not a name', '{"a": "2026-06-01"}') $$, '23514', null, 'a system has a name of a certain form');
select throws_ok($$ select public.keep_import_cursors('odoo', '{"a": "yesterday evening"}') $$, '22007', null, 'a cursor is an instant');

-- Jobs that are still to come
select tests.act_as_owner();
select tests.technician('Tess One', '{lifts}');
insert into private.external_jobs (external_ref, source, told) select ref, source, '{}'
from (values ('odoo-task-1-7', 'odoo'), ('odoo-task-2-7', 'odoo'), ('odoo-task-3-7', 'odoo'), ('J9', 'files')) j (ref, source);
insert into public.technician_tasks (technician_id, task_type, during, external_ref)
select t.id, 'other', r.during::tstzrange, r.ref
from public.technicians t, (values ('odoo-task-1-7', '[2026-06-01 12:00:01+00, 2026-06-01 13:00+00)'), ('odoo-task-2-7', '[2026-06-01 11:00+00, 2026-06-01 12:00+00)'),
  ('J9', '[2026-06-02 12:00+00, 2026-06-02 13:00+00)')) r (ref, during) where t.name = 'Tess One';
select private.raise_conflict(jsonb_populate_record(null::public.import_conflicts, jsonb_build_object('conflict_kind', 'job_over_visit', 'subject', 'job:odoo-task-3-7',
  'told', jsonb_build_object('job', 'odoo-task-3-7', 'technician_id', (select id from public.technicians where name = 'Tess One'),
    'starts_at', '2026-06-03T12:00:00Z', 'ends_at', '2026-06-03T13:00:00Z'))));
select tests.act_as_service();
select is(public.import_source('odoo') -> 'jobs', '["odoo-task-1-7", "odoo-task-3-7"]',
  'jobs that have not begun are told, on the calendar or waiting, and those of no other system');
select tests.act_as_owner();
select tests.as_function('decide_conflict', $$ update public.import_conflicts set decision = 'leave', decided_at = private.clock() where conflict_kind = 'job_over_visit' $$);
select is(to_jsonb(private.jobs_to_come('odoo')), '["odoo-task-1-7"]', 'what somebody decided waits no more');

-- It could not be read
select tests.act_as_service();
select is(public.import_failed('odoo', 'The key has ended.'), '{"status": "told"}', 'that Odoo could not be read is told');
select public.import_failed('odoo', repeat('x', 2000));
select tests.act_as_staff('office');
select results_eq($$ select details ->> 'reason', state from public.office_activities where kind = 'import_problem' $$, $$ values ('not_read', 'open') $$,
  'to the office, once however often');
select tests.act_as_service();
select public.finish_import_run((public.start_import_run('odoo', gen_random_uuid()) ->> 'import_run_id')::uuid);
select tests.act_as_staff('office');
select is((select state from public.office_activities where kind = 'import_problem'), 'done', 'until an import goes through');
select * from finish();
rollback;
