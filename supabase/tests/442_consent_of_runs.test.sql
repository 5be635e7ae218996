-- Who of a run may be mailed, and why, before it is executed; and a consent that is put right.
begin;
select plan(22);
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, consent_basis, consent_on)
select tests.id(c.who), initcap(c.who), c.email, c.basis, c.since
from (values ('yes', 'yes@example.com', 'express', date '2016-06-01'), ('firm', 'firm@example.com', 'contract', null), ('lately', 'lately@example.com', 'none', null),
  ('last', 'last@example.com', 'purchase', '2024-06-01'), ('over', 'over@example.com', 'purchase', '2024-05-31'), ('undated', 'undated@example.com', 'purchase', null),
  ('nothing', 'nothing@example.com', 'none', null), ('silent', null, 'none', null), ('back', 'back@example.com', 'none', '2026-01-01')) c (who, email, basis, since);
insert into public.import_files (id, kind, file_name) values (tests.id('file'), 'sales_order_lines', 'lines.csv');
insert into public.import_rows (id, file_id, line, problem) values (tests.id('row'), tests.id('file'), 2, 'x');
insert into public.backfill_runs (id, today, weeks, file_ids) values (tests.id('run'), '2026-06-01', 12, array[tests.id('file')]);
insert into public.backfill_rows (run_id, position, import_row_id, outcome, state, customer_id, category_id, anchor_on, interval_months, fee, first_due_on, purchased_on)
select tests.id('run'), 1, tests.id('row'), 'new', 'pending', tests.id(w.who), k.id, '2015-01-01', 6, 100, '2026-07-01', w.bought
from (values ('yes', date '2015-01-01'), ('yes', '2016-01-01'), ('firm', null), ('lately', '2026-05-01'), ('last', '2015-01-01'), ('over', '2015-01-01'), ('undated', null),
  ('nothing', null), ('silent', '2015-01-01'), ('back', '2025-12-01')) w (who, bought), public.equipment_categories k where k.code = 'stairlift';

create function pg_temp.told() returns jsonb language sql as $$ select tests.as_office(format('backfill_consent(%L)', tests.id('run'))) $$;
create function pg_temp.standing(who text) returns text language sql as $$
  select concat_ws(' ', r ->> 'standing', r ->> 'consent_on') from jsonb_array_elements(pg_temp.told() -> 'rows') r where r ->> 'customer_id' = tests.id(who)::text $$;

select is(pg_temp.standing(w), s, w) from (values ('yes', 'express 2016-06-01'), ('firm', 'contract'), ('lately', 'purchase 2026-05-01'), ('last', 'purchase 2024-06-01'),
  ('over', 'expired 2024-05-31'), ('undated', 'expired'), ('nothing', 'none'), ('silent', 'expired 2015-01-01'), ('back', 'none 2026-01-01')) v (w, s);
select is(pg_temp.told() #> '{standings,express}', '{"units": 2, "clients": 1, "mailable": 1}', 'clients and their units');
select is(array[pg_temp.told() ->> 'rule', pg_temp.told() ->> 'called', pg_temp.told() ->> 'no_address'], '{record,0,1}', 'while it is only written down nobody is called instead');
update public.company_settings set consent_rule = 'call_when_expired';
select is(pg_temp.told() ->> 'called', '4', 'with the other rule those without a consent that holds are');
select is((select array_agg(jsonb_array_length(tests.as_office(format('backfill_consent(%L, 5, %L)', tests.id('run'), a)) -> 'rows')) from unnest(array[null, tests.as_office(format('backfill_consent(%L, 5)', tests.id('run'))) ->> 'after']) a), '{5,4}', 'page after page');
select is(tests.as_office(format('backfill_consent(%L, 5, %L)', tests.id('run'), tests.as_office(format('backfill_consent(%L, 5)', tests.id('run'))) ->> 'after')) ->> 'after', null, 'until the last');
select tests.act_as_staff('technician');
select throws_ok(format('select public.backfill_consent(%L)', tests.id('run')), '42501', null, 'no technician reads it');
select tests.act_as_owner();
select throws_ok(format('select tests.as_office(%L)', format('backfill_consent(%L)', tests.id('nobody'))), 'PT404', null, 'nor is there any of no run');
select is(tests.as_office('note_export(''consent'')') ->> 'status', 'noted', 'that it is taken along is on record');

-- Put right
select is(tests.as_office(format('record_consent(%L, %L, %L, null, %L)', tests.id('yes'), 'Called: no more mail', '2026-06-01', 'none')) ->> 'status', 'recorded', 'a yes is taken back, with how');
select is((select concat_ws(' ', c.consent_basis, c.consent_on, private.has_no_consent(c.id)) from public.customers c where c.id = tests.id('yes')), 'none 2026-06-01 t', 'and nothing holds');
select is((select t.changes ->> 'note' from private.audit_trail t where t.row_id = tests.id('yes') and t.changes ->> 'what' = 'consent put right'), 'Called: no more mail', 'the trail has why');
select is(tests.as_office(format('record_consent(%L, %L, %L, null, %L)', tests.id('yes'), 'x', '2026-06-01', 'maybe')) ->> 'reason', 'basis', 'there are no other reasons');
select is(tests.as_office(format('record_consent(%L, %L, %L, null, %L)', tests.id('yes'), ' ', '2026-06-01', 'none')) ->> 'reason', 'how', 'and none without a word');

select * from finish();
rollback;
