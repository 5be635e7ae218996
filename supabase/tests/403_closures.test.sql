-- A closed day: what would follow is told first, each client once; undone as long as nobody was told.
begin;
select plan(1);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, phone, reach_by, street, city, province, postal_code) values
  (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', 'email', '1 Elm St', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('bob'), 'Bob Example', null, '905-555-0112', 'phone', '9 Oak Ave', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('cy'), 'Cy Example', null, '905-555-0113', 'relay', '12 Fir Rd', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('dee'), 'Dee Example', 'dee@example.com', '905-555-0114', 'email', '14 Ash Row', 'Brampton', 'ON', 'L6Y 0A1'),
  (tests.id('eve'), 'Eve Example', 'eve@example.com', '905-555-0115', 'email', '160 Yew Lane', 'Brampton', 'ON', 'L6Y 0A1');
select tests.technician('Tess One', '{lifts}'), tests.technician('Luis Two', '{lifts}');
select tests.unit('adas', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('adas porch', 'ada', 'porch_lift', '3 Elm St', '2026-06-20'),
  tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20'), tests.unit('cys', 'cy', 'stairlift', '12 Fir Rd', '2026-06-20'),
  tests.unit('dees', 'dee', 'stairlift', '14 Ash Row', '2026-06-20'), tests.unit('eves', 'eve', 'porch_lift', '160 Yew Lane', '2026-06-20');
select tests.book('adas', 'Tess One', '2026-06-04 13:00+00'), tests.book('adas porch', 'Luis Two', '2026-06-04 17:00+00'),
  tests.book('bobs', 'Tess One', '2026-06-04 15:00+00'), tests.book('cys', 'Tess One', '2026-06-04 17:00+00'),
  tests.book('dees', 'Luis Two', '2026-06-04 13:00+00'), tests.book('eves', 'Luis Two', '2026-06-04 15:00+00');
select tests.known_as_deceased('dee', '2026-05-30');
create function pg_temp.as_office(call text) returns jsonb language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('office');
  execute 'select public.' || call into v_answer;
  perform tests.act_as_owner();
  return v_answer;
end;
$$;
select jsonb_pretty(pg_temp.as_office($$close_day('2026-06-04', null, false, 'an ice storm')$$));
select jsonb_pretty(pg_temp.as_office($$close_day('2026-06-04', null, false, 'an ice storm', dry_run => false)$$) );
select jsonb_pretty(pg_temp.as_office(format('closure_page(%L)', (select id from public.closures))));
select jsonb_pretty(pg_temp.as_office(format('undo_closure(%L)', (select id from public.closures))));
select jsonb_pretty(pg_temp.as_office('closures_page()'));
select * from finish();
rollback;
