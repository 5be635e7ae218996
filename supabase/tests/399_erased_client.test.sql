-- Whoever was erased gets nothing any more: each door that a client, or what was theirs, is named at says so in words.
begin;
select plan(26);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, street, city, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', '1 Elm St', 'Brampton', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0112', '9 Oak Ave', 'Brampton', 'L6Y 0A1'),
  (tests.id('cy'), 'Cy Example', 'cy@example.com', '905-555-0113', '9 Oak Ave', 'Brampton', 'L6Y 0A1');
insert into public.customer_contacts (id, customer_id, name) values (tests.id('bea'), tests.id('ada'), 'Bea Example');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('cys', 'cy', 'stairlift', '9 Oak Ave', '2026-06-20');
update public.customers set deceased_on = '2026-05-01' where id = tests.id('bob');
select public.request_callback(tests.token('lift'), '905-555-0111', 'Mornings', '');
create temp table activity as select id from public.office_activities where customer_id = tests.id('ada');
grant select on activity to authenticated;
select tests.act_as_staff('office');
select public.log_call(id, 'left_message', 'Ada was out') from activity;
select tests.act_as_owner();
select tests.act_as_staff('admin');
select public.erase_customer(c, 'Asked by letter', false, public.erase_customer(c, '', true) ->> 'shown') from unnest(array[tests.id('ada'), tests.id('bob')]) c;
select tests.act_as_owner();
select is((select count(*) from public.customers where erased_on is not null), 2::bigint, 'two were erased');

create function pg_temp.told(role text, call text) returns text language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff(role);
  execute 'select public.' || call into v_answer;
  perform tests.act_as_owner();
  return concat_ws(' ', v_answer ->> 'status', v_answer ->> 'reason');
exception when others then
  perform tests.act_as_owner();
  return sqlstate || ' ' || sqlerrm;
end;
$$;
select is(pg_temp.told('admin', call), 'refused erased', 'refused in words: ' || regexp_replace(call, '\(.*', '') || coalesce(' ' || substring(call from 'deceased|moved|away|sold|transferred'), ''))
from unnest(array[
  $$save_client(tests.id('ada'), '{"name": "Ada"}')$$,
  $$save_contact(tests.id('ada'), null, '{"name": "Bea"}')$$,
  $$record_consent(tests.id('ada'), 'By phone', '2026-06-01')$$,
  $$record_life_event(tests.id('ada'), 'deceased', '{}', true)$$,
  $$record_life_event(tests.id('ada'), 'deceased', '{}', false)$$,
  $$record_life_event(tests.id('ada'), 'moved', '{"street": "2 Elm St", "city": "Brampton"}', true)$$,
  $$record_life_event(tests.id('ada'), 'away', '{}', true)$$,
  format($$record_life_event(tests.id('cy'), 'transferred', '{"unit_ids": ["%s"], "to": "%s"}', true)$$, tests.id('cys'), tests.id('ada')),
  $$correct_death(tests.id('bob'), 'A slip')$$,
  format('enrol_unit(tests.id(''ada''), %L)', (select k.id from public.equipment_categories k where k.code = 'walker')),
  $$transfer_unit(tests.id('cys'), tests.id('ada'))$$,
  $$transfer_unit(tests.id('lift'), tests.id('cy'))$$,
  $$set_unit_condition(tests.id('lift'), 'in_service')$$,
  $$set_unit_address(tests.id('lift'), '1 Elm St', null, 'Brampton', 'ON', 'L6Y 0A1')$$,
  $$place_pin(tests.id('lift'), 43.7, -79.7)$$,
  $$merge_customers(tests.id('ada'), tests.id('cy'), true)$$,
  $$merge_customers(tests.id('cy'), tests.id('ada'), true)$$]) call;
select is(pg_temp.told('admin', $$erase_customer(tests.id('ada'), 'wish', true)$$), 'refused already', 'nobody is erased twice');
select is(pg_temp.told('office', format('log_call(%L, ''left_message'', ''Spoke to Ada'')', a.id)) not like 'MT002%', true, 'work about them is over') from activity a;
select isnt(pg_temp.told('office', format('undo_call(%L)', a.id)), 'undone', 'and no call is taken back') from activity a;
select tests.act_as_staff('office');
select is((public.client_file(tests.id('ada'))) ->> 'erased_on', '2026-06-01', 'their page tells that they were erased');
select tests.act_as_owner();
select throws_ok(format('update public.units set %s where id = %L', change, tests.id('lift')), 'MT002', null, 'by hand no unit of theirs gets anything either: ' || change)
from unnest('{street = ''1 Elm St'', condition = ''in_service'', access_notes = ''Ring''}'::text[]) change;
select is((select count(*) from public.customers c join public.units u on u.customer_id = c.id where c.id = tests.id('ada') and num_nonnulls(u.street, u.latitude, u.access_notes) > 0), 0::bigint, 'nothing personal came back');
select * from finish();
rollback;
