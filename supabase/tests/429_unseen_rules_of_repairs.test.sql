-- Rules of repairs and their photos, each of which matters in one case alone.
begin;
select plan(24);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email) values (tests.id('ada'), 'Ada Example', 'ada@example.com'), (tests.id('bob'), 'Bob Example', 'bob@example.com');
select tests.technician('Tess One', '{lifts}');
select tests.staff_user('technician');
update public.technicians set staff_id = (select s.id from public.staff s where s.role = 'technician');
select tests.unit(label, 'ada', 'stairlift', label || ' Elm St', '2026-06-20') from unnest(array['lift', 'called', 'empty']) label;
create function pg_temp.visit() returns uuid language sql as $$
  select v.id from public.maintenance_visits v join public.maintenance_cycles y on y.id = v.cycle_id where y.contract_id = tests.id('lift') $$;
create function pg_temp.say(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'field') $$;
create function pg_temp.open(label text, out_of_service boolean default false) returns uuid language sql as $$
  select (tests.as_office(format('open_repair(%L, %L, %L)', tests.id(label), 'It stopped', out_of_service)) ->> 'work_order_id')::uuid $$;
create function pg_temp.shown(id uuid) returns text language sql as $$ select private.repair_shown(w) from public.work_orders w where w.id = shown.id $$;
create function pg_temp.quoted(part text) returns text language sql as $$
  select private.quote_repair(pg_temp.visit(), private.clock());
  select string_agg(l.description, ', ' order by l.position) from public.work_order_lines l join public.work_orders w on w.id = l.work_order_id
  where w.visit_id = pg_temp.visit() and w.state = 'quoted' and l.kind like part $$;
create function pg_temp.lines(quantity numeric, price numeric) returns jsonb language sql as $$
  select jsonb_build_array(jsonb_build_object('kind', 'part', 'product_id', null, 'description', 'Belt', 'quantity', quantity, 'unit_price', price)) $$;
create function pg_temp.approve(id uuid, shown text) returns jsonb language sql as $$
  select private.approve_repair(approve.id, 'Ada', 'phone', private.order_total(approve.id), approve.shown) $$;
select tests.book('lift', 'Tess One', '2026-06-03 13:00+00');
insert into public.checklist_results (visit_id, position, result) values (pg_temp.visit(), 1, 'fail');
select tests.as_function('complete_visit', format($q$ update public.maintenance_visits set state = 'done' where id = %L $q$, pg_temp.visit()));
select tests.as_function('complete_visit', format($q$ insert into public.visit_parts (visit_id, position, description, quantity, unit_price, charge) values (%L, 1, 'Belt', 2, 40, 'quote') $q$, pg_temp.visit()));
savepoint done;

-- Quoted after a visit
create temp table first as select private.quote_repair(pg_temp.visit(), private.clock()) as id;
select private.decline_repair(id, 'Ada', 'phone', null) from first;
select is(pg_temp.quoted('part'), 'Belt', 'parts of a quote that was declined are quoted again');
rollback to done;
update public.callout_rates set minimum_minutes = 0;
select is(pg_temp.quoted('labour'), null, 'without a least time there is no labour in a quote');
rollback to done;
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold' where id = tests.id('lift');
update public.units set customer_id = tests.id('bob') where id = tests.id('lift');
select is(pg_temp.say(private.quote_anew(pg_temp.visit(), private.clock())), 'refused unit', 'what somebody else has by now is not quoted to who had it');
rollback to done;

-- Taxed as its own client's maintenance is
create temp table repair as select pg_temp.open('called') as id;
select private.decline_repair(id, 'Ada', 'phone', null) from repair;
select private.transfer_unit(tests.id('called'), tests.id('bob'));
update public.maintenance_contracts c set tax_code_id = t.id, tax_reason = 'Resold' from public.tax_codes t where t.code = 'ZERO_DEVICE' and c.unit_id = tests.id('called') and c.state <> 'cancelled';
select is(t.code, 'HST_ON', 'how the next owner is taxed changes nothing of what was quoted to the one before') from repair, private.tax_of_repair(id) t;
select is(t.code, 'ZERO_DEVICE', 'their own repairs are taxed so') from (select pg_temp.open('called') as id) theirs, private.tax_of_repair(theirs.id) t;
rollback to done;

-- One time at a time
create temp table repair as select pg_temp.open('called') as id;
select pg_temp.approve(id, null) from repair;
select private.schedule_repair(id, tests.id('Tess One'), '2026-06-03 16:00+00', true, private.clock()) from repair;
create function pg_temp.by_hand(state text) returns void language sql as $$
  insert into public.technician_tasks (technician_id, task_type, work_order_id, customer_id, during, state)
  select case state when 'scheduled' then tests.id('Tess One') end, 'repair', r.id, tests.id('ada'), '[2026-06-04 16:00+00, 2026-06-04 17:00+00)', by_hand.state from repair r $$;
select throws_ok($$ select pg_temp.by_hand('scheduled') $$, 'MT021', null, 'what has its time gets no second one, by no hand');
select pg_temp.by_hand('unassigned');
select is(w.state, 'scheduled', 'a second job that nobody has takes its time from no repair') from public.work_orders w join repair r on r.id = w.id;
select is((select count(*) from jsonb_array_elements(private.tasks_waiting()) w join public.technician_tasks t on t.id = (w ->> 'id')::uuid join repair r on r.id = t.work_order_id), 1::bigint,
  'and waits on the board: no repair waits in its place');
rollback to done;

-- As many days as the search takes
create temp table repair as select pg_temp.open('called') as id;
select pg_temp.approve(id, null) from repair;
select is(jsonb_array_length(private.repair_slots(id, null, 61, 1, private.clock()) -> 'days'), 60, 'sixty days are looked through and no more, whatever is asked for') from repair;
rollback to done;

-- As a page showed it
create temp table repair as select pg_temp.open('called') as id;
create temp table page as select pg_temp.shown(id) as shown from repair;
select tests.as_office(format('change_quote(%L, %L, 1)', id, pg_temp.lines(1, 50))) from repair;
select is(pg_temp.say(pg_temp.approve(id, shown)), 'refused changed', 'nobody agrees to the quote before the one that is so, whatever it comes to') from repair, page;
update page set shown = pg_temp.shown(id) from repair;
select is(pg_temp.say(pg_temp.approve(id, shown)), 'approved', 'but to the one that is') from repair, page;
update page set shown = pg_temp.shown(id) from repair;
select private.reopen_quote(id, 'A motor as well') from repair;
select is(pg_temp.say(pg_temp.approve(id, null)), 'approved', 'it is opened, and agreed to once more') from repair;
select is(pg_temp.say(private.wait_for_parts(id, 'Motor', shown => page.shown)), 'refused changed', 'a page of the first yes is not one of the second') from repair, page;
select is(pg_temp.say(private.wait_for_parts(id, 'Motor')), 'waiting_for_parts', 'parts are ordered') from repair;
savepoint waiting;
select is(pg_temp.say(private.reopen_quote(id, 'Not to be had')), 'quoted', 'a quote can be opened while parts are waited for') from repair;
rollback to waiting;
select tests.freeze_clock('2027-12-01 12:00+00');
select is(pg_temp.say(private.expect_parts(id, 'Motor', '2027-12-20', private.clock())), 'waiting_for_parts', 'what was ordered long ago can still come') from repair;
rollback to done;

-- What a quote may come to
create temp table repair as select pg_temp.open('called') as id;
select is(pg_temp.say(tests.as_office(format('change_quote(%L, %L, 1)', id, pg_temp.lines(10, 99999.99) || pg_temp.lines(1, 0.1)))), 'rejected range lines', 'a million is a slip') from repair;
select is(pg_temp.say(tests.as_office(format('change_quote(%L, %L, 1)', id, pg_temp.lines(10, 99999.99) || pg_temp.lines(1, 0.09)))), 'saved', 'a cent less is a quote') from repair;
select tests.as_office(format('change_quote(%L, %L, 2)', id, '[]'::jsonb)) from repair;
select is(pg_temp.say(private.decline_repair(id, 'Ada', 'phone', null)), 'declined', 'also to a quote without lines one can say no') from repair;
rollback to done;

-- Out of service already
update public.units set condition = 'out_of_service' where id = tests.id('called');
select isnt(pg_temp.open('called', true), null, 'a repair of what is out of service');
select is((select count(*) from public.office_activities a where a.kind = 'unit_out_of_service'), 0::bigint, 'which the office knew');
rollback to done;

-- A photo, by whoever took it
create temp table taken as select pg_temp.open('called') as id;
select pg_temp.approve(id, null) from taken;
select private.schedule_repair(id, tests.id('Tess One'), '2026-06-03 16:00+00', true, private.clock()) from taken;
create function pg_temp.see() returns text language sql as $$ select public.visit_photo(tests.id('photo')) ->> 'status' $$;
grant select on taken to public;
grant execute on all functions in schema pg_temp to public;
select tests.act_as_staff('technician');
select is(public.add_repair_photo(id, tests.id('photo'), encode(decode('ffd8ffe000104a46494600010100000100010000ffdb00040001ffc0000b0804b0064001011100ffc400040001ffda0008010100003f00a1b2ff00c3ffd9', 'hex'), 'base64'), '2026-06-03 16:20+00') ->> 'status', 'kept', 'a technician takes a photo') from taken;
select is(pg_temp.see(), 'ok', 'and sees it');
select tests.act_as_owner();
select private.deactivate_technician(tests.id('Tess One'), private.clock());
select tests.act_as('authenticated', (select s.user_id from public.staff s where s.role = 'technician'));
select throws_ok('select pg_temp.see()', '42501', null, 'as long as they go out for us');
select tests.act_as_owner();
select is((select count(*) from public.visit_files f where f.id = tests.id('photo')), 1::bigint, 'it stays');
select * from finish();
rollback;
