-- The first page of the office: what is late, who is where, this week, who books, how full the technicians are, whether all runs.
begin;
select plan(48);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, city) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0142', 'Brampton'), (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0143', 'Guelph');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}'), tests.technician('Gone Three', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second lift', 'ada', 'stairlift', '1 Elm St', '2026-06-21'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-02'), tests.unit('rests', 'bob', 'porch_lift', '9 Oak Ave', '2026-05-01'), tests.unit('late', 'bob', 'porch_lift', '9 Oak Ave', '2026-05-31');
-- Under contract for a month: nothing is missed before there is one.
insert into public.units (id, customer_id, category_id) select tests.id('old'), tests.id('ada'), k.id from public.equipment_categories k where k.code = 'porch_lift';
insert into public.maintenance_contracts (id, unit_id, created_at) values (tests.id('old'), tests.id('old'), '2026-05-01');
insert into public.maintenance_cycles (contract_id, number, due_on) values (tests.id('old'), 1, '2026-09-20');
update public.maintenance_contracts set state = 'paused' where id = tests.id('rests');
update public.technicians set active = false where id = tests.id('Gone Three');
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00', array[tests.id('second lift')]), tests.book('bobs', 'Luis Two', '2026-06-08 17:00+00');
insert into public.technician_tasks (id, technician_id, task_type, during, title) values
  (tests.id('repair'), tests.id('Tess One'), 'repair', '[2026-06-03 18:00+00, 2026-06-03 19:00+00)', 'Repair of a stair lift');
create function pg_temp.lane(name text) returns jsonb language sql as $$ select t from jsonb_array_elements(public.desk() -> 'technicians') t where t ->> 'name' = lane.name $$;
create function pg_temp.load(name text) returns jsonb language sql as $$ select t -> 'weeks' from jsonb_array_elements(public.desk() -> 'load') t where t ->> 'name' = load.name $$;
grant execute on all functions in schema pg_temp to public;

-- Who looks
select tests.act_as_anon();
select throws_ok('select public.desk()', '42501', null, 'a stranger sees nothing of it');
select tests.act_as_staff('technician');
select throws_ok('select public.desk()', '42501', null, 'nor does a technician');
select tests.act_as_staff('admin');
select is(public.desk() ->> 'today', '2026-06-01', 'an administrator does');

-- Today
select tests.act_as_staff('office');
select is(jsonb_path_query_array(public.desk(), '$.technicians[*].name'), '["Luis Two", "Tess One"]', 'each technician has a lane, who has left has none');
select is(pg_temp.lane('Tess One') -> 'stops', '[]', 'nothing of another day stands in it');
select tests.act_as_owner();
select tests.freeze_clock('2026-06-03 12:00+00');
select tests.act_as_staff('office');
select is(public.desk() #>> '{technicians,0,name}', 'Tess One', 'who has work comes first');
select is((pg_temp.lane('Tess One') #> '{stops,0}') - '{task_id,visit_id,repair_id,starts_at,ends_at,city}'::text[],
  '{"task_type": "maintenance", "state": "scheduled", "title": "Stair lift, Stair lift", "started_at": null, "client": "Ada Example", "units": 2, "not_closed": false, "late_minutes": null}', 'a stop says whose it is, and of how many units');
select is((pg_temp.lane('Tess One') #>> '{stops,0,visit_id}') in (select v.id::text from public.maintenance_visits v), true, 'it leads to a visit');
select is(pg_temp.lane('Tess One') #>> '{stops,1,title}', 'Repair of a stair lift', 'other work has its title');
select is(pg_temp.lane('Luis Two') ->> 'away_until', null, 'who is not away is not said to be');
select tests.act_as_owner();
update public.technician_tasks set state = 'en_route' where id = (select v.task_id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('lift'));
insert into public.technician_tasks (technician_id, task_type, during) values (tests.id('Luis Two'), 'time_off', '[2026-06-02 04:00+00, 2026-06-04 04:00+00)'),
  (tests.id('Luis Two'), 'time_off', '[2026-06-04 04:00+00, 2026-06-05 04:00+00)'), (tests.id('Luis Two'), 'time_off', '[2026-06-06 04:00+00, 2026-06-07 04:00+00)');
select tests.act_as_staff('office');
select is(pg_temp.lane('Tess One') #>> '{stops,0,state}', 'en_route', 'the state is what the phone reports');
select is((pg_temp.lane('Luis Two') ->> 'away_until')::timestamptz, '2026-06-05 04:00+00', 'an absence of two stretches ends with the second');
select is(pg_temp.lane('Luis Two') -> 'stops', '[]', 'time off is no stop');
select is((pg_temp.lane('Luis Two') ->> 'away_from')::timestamptz, '2026-06-02 04:00+00', 'and begins with the first');
select tests.act_as_owner();
select tests.freeze_clock('2026-06-03 17:00+00');
select tests.act_as_staff('office');
select is(pg_temp.lane('Tess One') #>> '{stops,0,not_closed}', 'true', 'a stop whose time is over without an outcome says so');

-- The week
select is(public.desk() -> 'week', '{"from": "2026-06-01", "to": "2026-06-07", "booked": 2, "done": 0, "overdue": 1, "invoiced": 0, "paid": 0}', 'a booked one of next week is not of this; what rests, or is booked, is not overdue');
select tests.act_as_owner();
select tests.freeze_clock('2026-06-08 12:00+00');
select tests.act_as_staff('office');
select is(public.desk() #>> '{week,booked}', '1', 'a week later that week is this week');
select tests.act_as_owner();
select tests.freeze_clock('2026-06-03 17:00+00');

-- From the first word to the visit
insert into private.cycle_reminders (cycle_id, due_on, band, reminded_on)
select y.id, y.due_on, r.band, r.reminded_on from public.maintenance_cycles y
join (values ('lift', 30, date '2026-05-24'), ('lift', 7, '2026-06-02'), ('second lift', 30, '2026-05-25'), ('bobs', 30, '2026-04-13'), ('late', 30, '2026-04-12'), ('late', 1, '2026-05-30')) r (label, band, reminded_on)
  on y.contract_id = tests.id(r.label);
select tests.act_as_staff('office');
select is((select string_agg(concat_ws(' ', w ->> 'from', w ->> 'told', w ->> 'by_client', w ->> 'by_office', w ->> 'done'), ', ' order by n) from jsonb_array_elements(public.desk() -> 'funnel') with ordinality x (w, n) where w ->> 'told' <> '0'),
  '2026-04-13 1 1 0 0, 2026-05-18 1 1 0 0, 2026-05-25 1 1 0 0', 'a unit counts in the week it was first told of: from its Monday to its Sunday; what was told before is not told anew');
select is(jsonb_array_length(public.desk() -> 'funnel'), 8, 'eight weeks');

-- Load
select is((pg_temp.load('Tess One') #>> '{0,stops}')::integer, (
  select sum(extract(epoch from upper(t.during) - lower(t.during)) / 60)::integer from public.technician_tasks t where t.technician_id = tests.id('Tess One') and t.task_type <> 'time_off'), 'stops of all kinds take time');
select is((pg_temp.load('Tess One') #>> '{0,drives}')::integer > 0, true, 'and so do the drives to them and home');
select is((pg_temp.load('Tess One') #> '{1}') - 'work', '{"stops": 0, "drives": 0}', 'each week has its own');
select is((pg_temp.load('Luis Two') #> '{0}') - 'work', '{"stops": 0, "drives": 0}', 'time off takes no stop and no drive');
select is((pg_temp.load('Tess One') #>> '{0,work}')::integer - (pg_temp.load('Luis Two') #>> '{0,work}')::integer, (
  select sum(extract(epoch from h.ends - h.starts) / 60)::integer from public.technician_hours h where h.technician_id = tests.id('Luis Two') and h.weekday in (2, 3, 4, 6)), 'time off is not work');
select tests.act_as_owner();
insert into public.holidays (on_day, name) values ('2026-06-12', 'Company picnic');
select tests.act_as_staff('office');
select is((pg_temp.load('Tess One') #>> '{0,work}')::integer - (pg_temp.load('Tess One') #>> '{1,work}')::integer, (
  select sum(extract(epoch from h.ends - h.starts) / 60)::integer from public.technician_hours h where h.technician_id = tests.id('Tess One') and h.weekday = 5), 'nor is a holiday');
select is(public.desk() ->> 'holiday', null, 'today is none');

-- Late
select tests.act_as_owner();
select private.raise_about_customer('missing_address', tests.id('bob'), '{}'), private.raise_about_customer('delivery_failure', tests.id('ada'), '{}');
update public.office_activities set urgent = true, due_on = '2026-06-03' where kind = 'delivery_failure';
update public.office_activities set urgent = true, due_on = '2026-06-04' where kind = 'missing_address';
select tests.act_as_staff('office');
select is(jsonb_path_query_array(public.desk(), '$.late[*].kind') @> '["delivery_failure"]', true, 'what is urgent and due today is late');
select is(jsonb_path_query_array(public.desk(), '$.late[*].kind') @> '["missing_address"]', false, 'what is due tomorrow is not yet');
select tests.act_as_owner();
update public.office_activities set urgent = false where kind = 'delivery_failure';
select tests.act_as_staff('office');
select is(jsonb_path_query_array(public.desk(), '$.late[*].kind') @> '["delivery_failure"]', false, 'nor is what is not urgent');
select is((select k from jsonb_array_elements(public.desk() -> 'kinds') k where k ->> 'kind' = 'missing_address'), '{"kind": "missing_address", "open": 1, "urgent": 1}', 'every open kind is counted');

-- Health
select is(jsonb_path_query_array(public.desk(), '$.health.missed[*].job') @> '["reminders"]', true, 'a job that should have run today and did not is told');
select tests.act_as_owner();
insert into public.job_runs (job, company_day, counts) values ('reminders', '2026-06-03', '{"mails": 3, "more": false}'), ('reminders', '2026-06-02', '{"mails": 9}');
select tests.act_as_staff('office');
select is(jsonb_path_query_array(public.desk(), '$.health.missed[*].job') @> '["reminders"]', false, 'until it has');
select is(jsonb_path_query_array(public.desk(), '$.health.runs[*].counts'), '[{"mails": 3}]', 'what ran today is told, and what it did');
select is((public.desk() #> '{health,messages}') - '{queued}'::text[], '{"dead": 0, "late": 2, "uncertain": 0, "paused": false, "delivery_mode": "catch"}', 'mail that does not go is counted');
select is((public.desk() #>> '{health,messages,queued}')::integer > 0, true, 'and what waits to go');
select is(public.desk() #> '{health,imports}', '[]', 'no other system tells anything');
select tests.act_as_owner();
insert into public.import_runs (source, request_id, on_day, state, started_at, counts)
select t.source, gen_random_uuid(), private.company_day(private.clock() - t.ago), t.state, private.clock() - t.ago, t.counts
from (values ('erp', interval '52 hours', 'applied', '{}'::jsonb), ('erp', interval '27 hours', 'applied', '{}'), ('once', interval '50 hours', 'applied', '{}'),
  ('old', interval '8 days', 'held', '{}'), ('erp', interval '1 hour', 'abandoned', '{"tried": true}')) t (source, ago, state, counts);
select tests.act_as_staff('office');
select is((select array_agg(i ->> 'source' || ' ' || (i ->> 'state') || ' ' || (i ->> 'is_late') order by i ->> 'source') from jsonb_array_elements(public.desk() #> '{health,imports}') i),
  '{erp applied true,once applied false}', 'who told every night and did not this one is late; who told once is not, and a try tells nothing');
select tests.act_as_owner();
insert into public.import_runs (source, request_id, on_day, state, started_at) values ('erp', gen_random_uuid(), private.company_day(private.clock()), 'held', private.clock() - interval '2 hours');
select tests.act_as_staff('office');
select is(jsonb_path_query_array(public.desk(), '$.health.imports[*] ? (@.source == "erp").state'), '["held"]', 'the last of each counts');
select tests.act_as_owner();
insert into public.import_changes (import_run_id, change_kind, subject, field) select r.id, k.kind, 'customers', k.field
from public.import_runs r, (values ('corrected', 'phone'), ('corrected', 'latitude'), ('kept', 'email')) k (kind, field) where r.state = 'held' and r.source = 'erp';
select tests.act_as_staff('office');
select is(jsonb_path_query_array(public.desk(), '$.health.imports[*] ? (@.source == "erp").changed'), '[1]', 'with what it changed');

-- What the week brought in
select tests.act_as_owner();
set local session_replication_role = replica;
update public.maintenance_visits v set service_on = '2026-06-03' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id('lift');
set local session_replication_role = origin;
select tests.act_as_staff('office');
select is(public.desk() #>> '{week,done}', '0', 'a visit that has a day and no outcome is not done');
select tests.act_as_owner();
set local session_replication_role = replica;
update public.maintenance_visits v set state = 'done' from public.maintenance_cycles y where y.id = v.cycle_id and y.contract_id = tests.id('lift');
update public.technicians set active = false where id = tests.id('Tess One');
set local session_replication_role = origin;
select tests.act_as_staff('office');
select is(public.desk() #>> '{week,done}', '1', 'what was done this week is counted');
select is(pg_temp.lane('Tess One') #>> '{stops,1,title}', 'Repair of a stair lift', 'who has left and is still to go somewhere today has a lane');

select tests.act_as_owner();
set local session_replication_role = replica;
insert into public.invoices (id, customer_id) values (tests.id('bill'), tests.id('ada'));
insert into public.payments (invoice_id, amount, method, state, request_id, balance_after, taken_at, created_at) values
  (tests.id('bill'), 40, 'cheque', 'succeeded', gen_random_uuid(), 9, 'office', '2026-06-03 12:00+00'), (tests.id('bill'), 7, 'cheque', 'failed', gen_random_uuid(), 9, 'office', '2026-06-03 12:00+00');
set local session_replication_role = origin;
select tests.act_as_staff('office');
select is((public.desk() #>> '{week,paid}')::numeric, 40::numeric, 'money that came in is counted, what failed is not');
-- What was invoiced, and taken off again: whether a credit note says what it takes off with or without a minus.
select tests.act_as_owner();
set local session_replication_role = replica;
create function pg_temp.paper(label text, kind text, at timestamptz, amounts numeric[], state text default 'issued') returns void language sql as $$
  insert into public.invoices (id, customer_id, kind, series, number, state, issued_at, due_on, bill_to_name, printed, void_reason, credited_invoice_id)
  values (tests.id(label), tests.id('ada'), kind, case kind when 'credit_note' then 'C' else 'M' end, abs(hashtext(label)), state, at, '2026-07-01', 'Ada Example', '{}', case state when 'void' then 'Wrong' end,
    case kind when 'credit_note' then tests.id('bill') end);
  insert into public.invoice_lines (invoice_id, position, description, unit_price, tax_rate, tax_name)
  select tests.id(label), n, 'Part', a, 0.13, 'HST 13 %' from unnest(amounts) with ordinality u (a, n) $$;
create function pg_temp.invoiced() returns numeric language sql as $$
  select (private.desk_week('2026-06-01', '2026-06-03') ->> 'invoiced')::numeric $$;
select pg_temp.paper('first', 'invoice', '2026-06-01 04:00+00', '{100, -20}'), pg_temp.paper('before', 'invoice', '2026-06-01 03:59+00', '{1000}'),
  pg_temp.paper('last', 'invoice', '2026-06-08 03:59+00', '{50}'), pg_temp.paper('after', 'invoice', '2026-06-08 04:00+00', '{1000}'), pg_temp.paper('gone', 'invoice', '2026-06-02 12:00+00', '{1000}', 'void');
select is(pg_temp.invoiced(), 130.00, 'the week''s invoices are summed before tax, from its Monday to its Sunday, without void ones');
select pg_temp.paper('credit', 'credit_note', '2026-06-03 12:00+00', '{100, -20}');
select is(pg_temp.invoiced(), 50.00, 'a credit note takes off what it comes to');
select pg_temp.paper('minus', 'credit_note', '2026-06-03 12:00+00', '{-50, 20}');
select is(pg_temp.invoiced(), 20.00, 'also where it says so with a minus');
set local session_replication_role = origin;
select tests.act_as_staff('office');

-- How late somebody is
select tests.act_as_owner();
set local session_replication_role = replica;
insert into public.messages (kind, recipient, dedupe_key, payload, state, task_id, created_at) values
  ('running_late', 'ada@example.com', 'late-400', '{"late_minutes": 20}', 'queued', tests.id('repair'), '2026-06-03 16:00+00'),
  ('confirmation', 'ada@example.com', 'other-400', '{"late_minutes": 99}', 'queued', tests.id('repair'), '2026-06-03 16:30+00');
set local session_replication_role = origin;
select tests.act_as_staff('office');
select is(pg_temp.lane('Tess One') #>> '{stops,1,late_minutes}', '20', 'as late as the client was told, by no other mail');

-- Nothing there
select tests.act_as_owner();
select is((select count(*) from private.work_minutes('{}', '2026-06-01', 2)), 0::bigint, 'without technicians there is no work');
select * from finish();
rollback;
