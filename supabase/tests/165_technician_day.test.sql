-- A technician's day: own work and what it needs, nothing of anybody else's.
begin;
select plan(45);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0142 ext. 7'), (tests.id('bob'), 'Bob Example', null, '905-555-0143');
insert into public.customer_contacts (customer_id, name, relation, phone, receives)
values (tests.id('ada'), 'Cleo Example', 'daughter', '905-555-0167', 'nothing'), (tests.id('ada'), 'Dan Example', 'son', null, 'nothing');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
insert into auth.users (id, email) select tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com' from unnest(array['Tess One', 'Luis Two']) who;
insert into public.staff (id, user_id, email, name, role) select tests.id(who || ' staff'), tests.id(who || ' login'), replace(who, ' ', '.') || '@example.com', who, 'technician' from unnest(array['Tess One', 'Luis Two']) who;
update public.technicians set staff_id = tests.id(name || ' staff');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second lift', 'ada', 'stairlift', '1 Elm St', '2026-06-21'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('later', 'bob', 'porch_lift', '9 Oak Ave', '2026-06-22');
update public.units set access_notes = 'Side door' where id = tests.id('lift');
update public.units set serial_number = 'AC-11223' where id = tests.id('lift');
insert into public.checklist_versions (id, category_id, number, line_count) select tests.id('list'), k.id, 99, 2 from public.equipment_categories k where k.code = 'porch_lift';
insert into public.checklist_items (version_id, position, section, label, required) values (tests.id('list'), 1, 'All', 'Gate', true), (tests.id('list'), 2, 'All', 'Paint', false);
select is(tests.book('lift', 'Tess One', '2026-06-03 13:00+00', array[tests.id('second lift')], '905-555-0199', 'Ring twice') ->> 'status', 'booked', 'a household is booked for Wednesday');
select is(tests.book('bobs', 'Tess One', '2026-06-03 17:00+00') ->> 'status', 'booked', 'and another after it');
select is(tests.book('later', 'Luis Two', '2026-06-05 17:00+00') ->> 'status', 'booked', 'and somebody else''s on Friday');
insert into public.technician_tasks (id, technician_id, task_type, during) values (tests.id('away'), tests.id('Tess One'), 'time_off', '[2026-06-04 04:00+00, 2026-06-06 04:00+00)');
create temp table made as select c.id as contract_id, v.id as visit_id, v.task_id from public.maintenance_contracts c
  join public.maintenance_cycles y on y.contract_id = c.id join public.maintenance_visits v on v.cycle_id = y.id;
grant select on made to public;
create function pg_temp.visit(label text) returns uuid language sql as $$ select visit_id from made where contract_id = tests.id(label) $$;
create function pg_temp.task(label text) returns uuid language sql as $$ select task_id from made where contract_id = tests.id(label) $$;
create temp table draft as select sum(l.amount) || ' + ' || sum(l.tax) || ' = ' || sum(l.amount + l.tax) as told from public.invoice_lines l where l.visit_id in (pg_temp.visit('lift'), pg_temp.visit('second lift'));
grant select on draft to public;
create function pg_temp.act_as(who text) returns void language sql as $$ select tests.act_as('authenticated', tests.id(who || ' login')) $$;
grant execute on all functions in schema pg_temp to public;

-- Their day
select tests.freeze_clock('2026-06-03 12:00+00');
select pg_temp.act_as('Tess One');
create temp table day as select public.technician_day() as told;
select is((select told ->> 'on_day' from day), '2026-06-03', 'a technician sees today where no day is named');
select is((select jsonb_path_query_array(told, '$.stops[*].client_name')::text from day), '["Ada Example", "Bob Example"]', 'their stops in order');
select is((select told #>> '{technician,first_name}' from day), 'Tess', 'by name');
create temp table stop as select told -> 'stops' -> 0 as told from day;
select is((select (told ->> 'starts_at')::timestamptz || ' ' || ((told ->> 'arrive_by')::timestamptz - (told ->> 'starts_at')::timestamptz) || ' ' || (told ->> 'state') || ' ' || (told ->> 'revision') from stop),
  '2026-06-03 13:00:00+00' || ' 00:30:00 scheduled 0', 'when, what was promised, and the state of it');
select matches((select string_agg(u ->> 'told_apart', ', ' order by u ->> 'told_apart') from stop, jsonb_array_elements(told -> 'units') u), '^[12] of 2, serial ends in 1223$', 'which units, told apart');
select is((select jsonb_path_query_array(told, '$.units[*].serial_number ? (@ != null)')::text from stop), '["AC-11223"]', 'with the serial number to compare');
select is((select told #>> '{client,phone}' from stop), '905-555-0199', 'the number that was left for this visit');
select is((select told #> '{client,contacts}' from stop), '[{"name": "Cleo Example", "relation": "daughter", "phone": "905-555-0167"}]', 'who else can be called');
select is((select told -> 'access_notes' from stop), '["Ring twice", "Side door"]', 'how to get in, by client and unit');
select ok((select told ->> 'latitude' is not null and told ->> 'address' like '1 Elm St%' from stop), 'where it is');
select is((select (told ->> 'fee') || ' + ' || (told ->> 'tax') || ' = ' || (told ->> 'total') from stop),
  (select told from draft), 'what it costs, as the draft says');
select is((select told #>> '{client,open_balance}' from stop), '0', 'nothing is open');
select is((select told #>> '{next,task_type}' from day), null, 'time off is not the next job');

-- Other days
select is(public.technician_day('2026-06-04') #>> '{stops,0,task_type}', 'time_off', 'time off is part of the day');
select is(public.technician_day('2026-06-05') #>> '{stops,0,task_type}', 'time_off', 'on each of its days');
select is(public.technician_day('2026-06-06') -> 'stops', '[]', 'and not after it');
select is(public.technician_day('2026-06-01') #>> '{next,address}', (select told ->> 'address' from stop), 'a day without work tells of the next that has some');
select tests.freeze_clock('2026-06-02 03:59+00');
select is(public.technician_day('2026-06-03') #>> '{stops,0,client_name}', 'Ada Example', 'two days before, a day is known');
select is(public.technician_day('2026-06-03') #> '{stops,0,client}', null, 'but not how to reach its clients');
select is(public.technician_day('2026-06-03') #> '{stops,0,access_notes}', null, 'nor how to get in');
select tests.freeze_clock('2026-06-02 04:00+00');
select isnt(public.technician_day('2026-06-03') #> '{stops,0,client}', null, 'from the day before on, it is');
select tests.freeze_clock('2026-06-05 03:59+00');
select isnt(public.technician_day('2026-06-03') #> '{stops,0,client}', null, 'until the day after');
select is(jsonb_array_length(public.technician_day('2026-06-04') -> 'not_closed'), 2, 'where what has no outcome is told of');
select ok((public.technician_day('2026-06-03') #>> '{stops,0,not_closed}')::boolean, 'as not closed');
select tests.freeze_clock('2026-06-05 04:00+00');
select is(public.technician_day('2026-06-03') #> '{stops,0,client}', null, 'and no longer');
select isnt(public.visit_sheet(pg_temp.visit('lift')) #> '{stop,client}', null, 'but the sheet of a visit that is not closed tells all until it is');

-- One visit
select tests.freeze_clock('2026-06-03 12:00+00');
select is(public.visit_sheet(pg_temp.visit('lift')) #>> '{unit,serial_number}', 'AC-11223', 'a sheet is about one unit');
select is(jsonb_array_length(public.visit_sheet(pg_temp.visit('lift')) #> '{stop,units}'), 2, 'and tells of the others of its stop');
select tests.act_as_owner();
create temp table lines as select (select count(*) from private.visit_checklist where visit_id = pg_temp.visit('lift')) as all_lines;
insert into public.checklist_results (visit_id, position, result, note) values (pg_temp.visit('lift'), 1, 'pass', null), (pg_temp.visit('lift'), 3, 'fail', 'worn');
grant select on lines to public;
select pg_temp.act_as('Tess One');
select is((select count(*) from jsonb_path_query(public.visit_sheet(pg_temp.visit('lift')), '$.checklist[*].lines[*]')), (select all_lines from lines), 'every line is there, by section');
select is(jsonb_path_query_array(public.visit_sheet(pg_temp.visit('lift')), '$.checklist[*].lines[*] ? (@.result == "fail").note')::text, '["worn"]', 'with the answers so far');
select is((select count(*) from jsonb_array_elements(public.visit_sheet(pg_temp.visit('lift')) -> 'missing')), (select all_lines - 2 from lines), 'the others are missing, all of them for a lift');
select ok(not public.visit_sheet(pg_temp.visit('lift')) -> 'missing' @> '3', 'and an answered one is not');

select tests.act_as_owner();
select is(private.missing_lines(pg_temp.visit('later')), '{1,2}', 'of a unit that is critical for safety also what need not be answered otherwise');
update public.equipment_categories set safety_critical = false where code = 'porch_lift';
select is(private.missing_lines(pg_temp.visit('later')), '{1}', 'of others not');
select pg_temp.act_as('Tess One');

-- Nobody else's
select throws_ok(format('select public.visit_sheet(%L)', pg_temp.visit('later')), '42501', 'only the office and the technician who has it may do this', 'not the visit of a colleague');
select throws_ok('select public.visit_sheet(gen_random_uuid())', '42501', null, 'which cannot be told from one that is not there');
select throws_ok(format('select public.technician_day(null, %L)', tests.id('Luis Two')), '42501', 'only the office sees the day of somebody else', 'nor a colleague''s day');
select tests.act_as_staff('office');
select is(public.technician_day('2026-06-05', tests.id('Luis Two')) #>> '{stops,0,client,phone}', '905-555-0143', 'the office sees any day of anybody');
select throws_ok('select public.technician_day(null, gen_random_uuid())', 'PT404', null, 'of anybody who is there');
select tests.act_as_owner();
update public.technicians set staff_id = null where id = tests.id('Luis Two');
select pg_temp.act_as('Luis Two');
select throws_ok('select public.technician_day()', '42501', null, 'who does not drive has no day');
select tests.act_as_owner();
select private.deactivate_technician(tests.id('Tess One'), private.clock());
update public.staff set active = true where id = tests.id('Tess One staff');
select pg_temp.act_as('Tess One');
select throws_ok('select public.technician_day()', '42501', null, 'who has left has no day');
select throws_ok(format('select public.visit_sheet(%L)', pg_temp.visit('lift')), '42501', null, 'and no visit');

select * from finish();
rollback;
