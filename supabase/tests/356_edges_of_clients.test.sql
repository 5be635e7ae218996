-- The edges of a client's file, of their life, and of two who are one.
begin;
select plan(19);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone, reach_by, reach_note) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111', 'email', 'Write large'),
  (tests.id('bob'), 'Bob Example', null, null, 'phone', 'After ten'), (tests.id('cee'), 'Cee Example', null, null, 'email', null);
select tests.technician('Tess One', '{lifts}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('second', 'ada', 'stairlift', '1 Elm St', '2026-06-25');
create function pg_temp.merged(keep text, gone text) returns jsonb language plpgsql as $$
declare
  v_shown text := private.merge_customers(tests.id(keep), tests.id(gone), '{}', true, null) ->> 'shown';
begin
  return private.merge_customers(tests.id(keep), tests.id(gone), '{}', false, v_shown);
end;
$$;
create function pg_temp.client(label text) returns public.customers language sql as $$ select c from public.customers c where c.id = tests.id(label) $$;
create function pg_temp.happened(event text, details jsonb) returns text language plpgsql as $$
declare
  v_tried jsonb := private.record_life_event(tests.id('ada'), event, details, true, null, private.clock());
  v_done jsonb := private.record_life_event(tests.id('ada'), event, details, false, v_tried ->> 'shown', private.clock());
begin
  return concat_ws(' ', v_done ->> 'status', v_done ->> 'reason');
end;
$$;
savepoint file;

-- Days
select is(private.client_died(pg_temp.client('ada'), '{"on": "2016-05-30"}', '2026-06-01') ->> 'reason', 'on', 'nobody has been dead for more than ten years and still has visits');
select is(private.client_died(pg_temp.client('ada'), '{"on": "2026-06-02"}', '2026-06-01') ->> 'reason', 'on', 'nor dies tomorrow');
select is(private.client_died(pg_temp.client('ada'), '{"on": "2016-05-31"}', '2026-06-01'), null, 'ten years ago may be news');
rollback to file;
select is(private.record_consent(tests.id('ada'), 'by letter', '2016-05-30', private.clock()) ->> 'reason', 'on', 'what somebody said more than ten years ago is no yes');
select is(private.record_consent(tests.id('ada'), 'by letter', '2026-06-02', private.clock()) ->> 'reason', 'on', 'nor what they will say tomorrow');
select is(private.record_consent(tests.id('ada'), 'by letter', '2016-05-31', private.clock()) ->> 'status', 'recorded', 'within ten years it is');
rollback to file;

-- A relative has it
select private.pause_contract(tests.id('stairs'), '2026-08-01', 'they asked', false, null, private.clock());
select is(pg_temp.happened('transferred', jsonb_build_object('unit_ids', array[tests.id('stairs')], 'to', tests.id('bob'))), 'recorded', 'a unit that rests is a relative''s');
select is((select c.state from public.maintenance_contracts c where c.customer_id = tests.id('bob')), 'paused', 'and rests on: it was not because they told us that they have it no more');
rollback to file;

-- Who may be the same
insert into public.customers (id, name, email, phone) values (tests.id('abe'), 'Abe Other', null, '(289) 555-0177'), (tests.id('zoe'), 'Zoe Other', 'zoe@example.com', '289.555.0177');
select is(jsonb_path_query_array(private.clients_alike('{"name": "Nobody", "phone": "289 555 0177", "email": "ZOE@example.com"}'), '$[*].name'), '["Zoe Other", "Abe Other"]', 'who has most in common is named first');
select is(private.clients_alike('{"name": "Nobody", "phone": "555-0177"}'), '[]', 'a number without its area code is many people''s');
rollback to file;

-- Two are one
insert into public.suppressions (address, reason) values ('ada@example.com', 'complaint');
update public.customers set email = 'bob@example.com' where id = tests.id('bob');
select is(pg_temp.merged('bob', 'ada') ->> 'quiet', 'true', 'whoever complained of mail to one address gets none at the other');
select is((select s.has_unsubscribed from public.suppressions s where s.address = 'bob@example.com'), true, 'which is written down');
rollback to file;
insert into public.customer_contacts (customer_id, name, email, receives, is_payer) values (tests.id('bob'), 'Kit Example', 'kit@example.com', 'nothing', true);
select pg_temp.merged('ada', 'bob');
select is((select k.is_payer from public.customer_contacts k where k.customer_id = tests.id('ada')), true, 'whoever paid for one of them pays for both');
rollback to file;
select tests.book('stairs', 'Tess One', '2026-06-03 13:00+00');
select tests.book('second', 'Tess One', '2026-06-05 13:00+00');
select public.cancel_booking(tests.token('second'));
select is(pg_temp.merged('bob', 'ada') #>> '{moves,stops}', '1', 'stops that go along are those to come');
rollback to file;
select private.raise_about_customer('missing_address', tests.id('bob'), '{}');
insert into public.customer_contacts (customer_id, name, email, receives) values (tests.id('cee'), 'Kit Example', 'kit@example.com', 'instead');
select pg_temp.merged('bob', 'cee');
select is((select a.state || ' ' || a.outcome from public.office_activities a where a.kind = 'missing_address'), 'done has an address', 'who is written to at the other''s contact is asked for no address');
rollback to file;
select is((select (b.reach_by, b.reach_note)::text from private.take_values(pg_temp.client('ada'), pg_temp.client('bob'), '{}') b), '(email,"Write large")', 'how somebody wants to be reached stays, where they said so');
select is((select (b.reach_by, b.reach_note)::text from private.take_values(pg_temp.client('cee'), pg_temp.client('bob'), '{}') b), '(phone,"After ten")', 'and comes along where nobody did');
select is((select (b.reach_by, b.reach_note)::text from private.take_values(pg_temp.client('ada'), pg_temp.client('bob'), '{reach}') b), '(phone,"After ten")', 'or where somebody chose it');
select alike((select b.notes from private.take_values(pg_temp.client('ada'), pg_temp.client('bob'), '{reach}') b), 'Also:%Write large%', 'what was left behind is remarked');
select * from finish();
rollback;
