-- Days that nobody means, at every door of the office that takes one: each is answered, none breaks on the table's own check.
begin;
select plan(3);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, street, postal_code) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '1 Elm St', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}');
select tests.unit('lift', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('rests', 'ada', 'stairlift', '1 Elm St', '2026-06-21'), tests.unit('booked', 'ada', 'stairlift', '1 Elm St', '2026-06-22');
update public.maintenance_contracts set state = 'paused' where id = tests.id('rests');
select tests.book('booked', 'Tess One', '2026-06-04 13:00+00');
create temp table work as select private.raise_about_customer('missing_address', tests.id('ada'), '{}') as id;
create temp table stop as select t.id from public.technician_tasks t;
grant select on work, stop to authenticated;

create temp table doors (call text);
insert into doors values
  ($$change_due_date(tests.id('lift'), DAY, false, 'Asked')$$), ($$change_due_date(tests.id('lift'), DAY, true, 'Asked')$$),
  ($$pause_contract(tests.id('lift'), DAY, 'Asked', false)$$), ($$resume_contract(tests.id('rests'), DAY)$$),
  ($$set_no_charge(tests.id('lift'), DAY, 'Asked')$$),
  ($$enrol_unit(tests.id('ada'), (select k.id from public.equipment_categories k where k.code = 'stairlift'), null, 'SN-1', DAY)$$),
  ($$enrol_unit(tests.id('ada'), (select k.id from public.equipment_categories k where k.code = 'stairlift'), null, 'SN-1', null, DAY)$$),
  ($$log_call((select id from work), 'call_later', 'Asked', DAY)$$), ($$postpone_activity((select id from work), DAY, 'Asked')$$),
  ($$postpone_activities(array[(select id from work)], DAY, 'Asked')$$),
  ($$record_consent(tests.id('ada'), 'By phone', DAY)$$), ($$reprice('stairlift', null, 10, null, DAY, true)$$), ($$reprice('stairlift', null, 10, null, DAY, false, 'x')$$),
  ($$record_life_event(tests.id('ada'), 'deceased', jsonb_build_object('on', DAY), true)$$),
  ($$record_life_event(tests.id('ada'), 'away', jsonb_build_object('until', DAY), true)$$),
  ($$set_technician_hours(tests.id('Tess One'), '[]', DAY, (public.technician_page(tests.id('Tess One')) #>> '{shown,hours}'), null, true)$$),
  ($$set_technician_hours(tests.id('Tess One'), '[]', '2026-06-02', (public.technician_page(tests.id('Tess One')) #>> '{shown,hours}'), DAY, true)$$),
  ($$place_time_off(tests.id('Tess One'), DAY, DAY + interval '1 day')$$),
  ($$place_time_off(tests.id('Tess One'), '2026-06-02 12:00+00', DAY)$$),
  ($$move_task((select id from stop), tests.id('Tess One'), DAY, true)$$),
  ($$book_for_client(tests.id('lift'), tests.id('Tess One'), DAY, true)$$),
  ($$check_time(tests.id('lift'), tests.id('Tess One'), DAY)$$), ($$contract_slots(tests.id('lift'), DAY)$$),
  ($$save_catalogue_row('holiday', jsonb_build_object('on_day', DAY, 'name', 'Rest'))$$),
  ($$technician_day(DAY, tests.id('Tess One'))$$), ($$trail_page(on_day => DAY)$$);
grant select on doors to authenticated;

create function pg_temp.answered(call text) returns text language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('admin');
  execute 'select public.' || call into v_answer;
  raise exception using errcode = 'ZZ001', message = concat_ws(' ', v_answer ->> 'status', v_answer ->> 'reason');
exception
  when sqlstate 'ZZ001' then
    perform tests.act_as_owner();
    return sqlerrm;
  when others then
    perform tests.act_as_owner();
    return sqlstate || ' ' || sqlerrm;
end;
$$;
create temp table told as
select d.call, day, pg_temp.answered(replace(d.call, 'DAY', quote_literal(day) || '::' || case when d.call ~ 'place_time|move_task|book_for|check_time' then 'timestamptz' else 'date' end)) as said
from doors d cross join unnest(array['9990-06-01', '0026-06-01', '2200-01-01', '5874897-12-31', 'infinity', '-infinity']) day
-- No instant is that late, and no page that only reads asks for a year of more than four digits.
where day <> '5874897-12-31' or d.call !~ 'place_time|move_task|book_for|check_time|technician_day|trail_page';
select is_empty($$ select call, day, said from told where said ~ '^[0-9A-Z]{5} ' $$, 'each answers, whatever the day');
select is_empty($$ select call, day, said from told where said ~ '^(changed|paused|resumed|set|enrolled|logged|postponed|recorded|repriced|saved|placed|moved|booked)' and call !~ 'DAY, true\)$' $$, 'and none writes such a day down');
select cmp_ok((select count(*) from told), '>', 100::bigint, 'many are tried');
select * from finish();
rollback;
