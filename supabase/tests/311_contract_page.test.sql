-- A contract as the office sees it, and reminding its client once more.
begin;
select plan(35);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');

insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111'), (tests.id('bob'), 'Bob Example', null, '905-555-0112');
select tests.technician('Tess One', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm St', '2026-06-20'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm St', '2026-06-25'), tests.unit('bobs', 'bob', 'stairlift', '9 Oak Ave', '2026-06-20');
update public.maintenance_contracts set interval_months = 6, due_anchor_on = '2025-12-20', fee = 200;

create function pg_temp.page(label text) returns jsonb language sql as $$ select private.contract_page(tests.id(label), private.clock()) $$;
create function pg_temp.again(label text) returns text language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('office');
  v_answer := public.send_reminder_again(tests.id(label));
  perform tests.act_as_owner();
  return concat_ws(' ', v_answer ->> 'status', v_answer ->> 'reason', v_answer ->> 'mailed_to');
end $$;
create function pg_temp.told(label text) returns text language sql as $$
  select coalesce(string_agg(concat_ws(' ', t ->> 'band', t ->> 'on_day', t #>> '{mails,0,state}', jsonb_array_length(t -> 'mails')), ', '), '-')
  from jsonb_array_elements(pg_temp.page(label) #> '{cycle,told}') t $$;
create function pg_temp.sent() returns void language sql as $$
  select public.settle_message((m ->> 'id')::uuid, (m ->> 'lease_id')::uuid, 'sent') from jsonb_array_elements(public.claim_messages(20, '{"catch": {"provider": "p"}}') -> 'messages') m $$;

grant execute on all functions in schema pg_temp to public;

-- Who may
select tests.act_as_staff('technician');
select throws_ok($$ select public.contract_page(md5('stairs')::uuid) $$, '42501', null, 'a technician sees no contract');
select throws_ok($$ select public.send_reminder_again(md5('stairs')::uuid) $$, '42501', null, 'and reminds nobody');
select tests.act_as_anon();
select throws_ok($$ select public.contract_page(md5('stairs')::uuid) $$, '42501', null, 'nor does anybody');
select throws_ok($$ select public.send_reminder_again(md5('stairs')::uuid) $$, '42501', null, 'who is nobody of ours');
select tests.act_as_staff('office');
select throws_ok($$ select public.contract_page(md5('nothing')::uuid) $$, 'PT404', null, 'an unknown contract is not found');
select throws_ok($$ select public.send_reminder_again(md5('nothing')::uuid) $$, 'PT404', null, 'nor reminded of');
select is(public.contract_page(tests.id('stairs')) ->> 'status', 'ok', 'the office sees it');
select ok(public.contract_page(tests.id('stairs'))::text !~ '[A-Za-z0-9_-]{43}', 'without the client''s link');
select tests.act_as_owner();

-- What it tells
select is((select concat_ws(' ', p ->> 'state', p #>> '{client,name}', p #>> '{unit,kind}', p ->> 'today', p #>> '{cycle,number}', p #>> '{cycle,due_on}', p #>> '{cycle,opened_on}') from pg_temp.page('stairs') p),
  'active Ada Example Stair lift 2026-06-01 1 2026-06-20 2026-06-01', 'whose, of what, and where its cycle stands');
select is(pg_temp.page('stairs') ->> 'shown', private.terms_shown(private.terms_of(tests.id('stairs'))), 'and what forms send back');
select is((select (a - 'reminds' - 'taxes')::text from jsonb(pg_temp.page('stairs') -> 'acts') a),
  '{"visit": null, "skips_to": "2026-12-20", "then_due_on": "2026-12-20", "not_reminded": null, "resumes_due_on": null, "rest_ends_due_on": null}', 'what could be done');
select is(pg_temp.page('stairs') #>> '{acts,reminds}', '["ada@example.com"]', 'and whom a reminder reaches');
select is((select jsonb_agg(t -> 'tax_code_id') from jsonb_array_elements(pg_temp.page('stairs') #> '{acts,taxes}') t), (select jsonb_agg(t.id order by t.rate desc, t.name, t.id) from public.tax_codes t), 'and how else it could be taxed');
select is((select (p -> 'open' ->> 'fee', p -> 'open' ->> 'tax', p ->> 'frozen_on')::text from jsonb(pg_temp.page('stairs') -> 'price') p), '(200.00,26.00,)', 'what it costs, not told yet');
select public.run_job('reminders', '2026-06-01 12:30+00');
select is(pg_temp.told('stairs') || ', ' || pg_temp.told('bobs'), '30 2026-06-01 queued 1, 30 2026-06-01 0', 'who was told how, and who could not be');
select is(pg_temp.page('stairs') #>> '{price,frozen_on}', '2026-06-01', 'the price is told with it');
update public.maintenance_contracts set fee = 250;
select is((select (p -> 'open' ->> 'fee', p ->> 'contract_fee')::text from jsonb(pg_temp.page('stairs') -> 'price') p), '(200.00,250.00)', 'and stays, whatever the next will cost');
select public.request_callback(tests.token('stairs'), '905-555-0111');
select is((select string_agg(a ->> 'kind', ',') from jsonb_array_elements(pg_temp.page('stairs') -> 'activities') a), 'callback', 'what is to be done about it');

-- Once more
select is(pg_temp.again('stairs'), 'refused waiting', 'not while one is on its way');
select pg_temp.sent();
select is(pg_temp.again('stairs'), 'refused recent', 'nor at once after it');
select tests.freeze_clock('2026-06-01 12:10+00');
select is(pg_temp.again('bobs'), 'refused nobody', 'nor without an address');
savepoint told;
select is(pg_temp.again('stairs'), 'queued 1', 'after a while');
select is((select m.payload #>> '{items,0,fee}' from public.messages m where m.dedupe_key like '%again%'), '200.00', 'at the price that was told');
select is(pg_temp.again('stairs'), 'refused waiting', 'twice is once');
select is((select count(*) from public.audit_events e where e.changes ->> 'what' = 'reminder sent again'), 1::bigint, 'on record');
rollback to told;
update public.maintenance_cycles set due_on = '2026-06-07' where contract_id = tests.id('stairs');
select is(pg_temp.again('stairs'), 'queued 1', 'by hand before the night');
select is(public.run_job('reminders', '2026-06-02 12:30+00') ->> 'mails', '0', 'it is the night''s as well');
rollback to told;
select tests.book('stairs', 'Tess One', '2026-06-03 13:00+00');
select is(pg_temp.again('stairs'), 'refused booked', 'nobody is reminded of what is booked');
select is((select concat_ws(' ', v ->> 'state', v ->> 'technician_name', v ->> 'on_day', v ->> 'booked_by') from jsonb(pg_temp.page('stairs') #> '{cycle,visit}') v), 'scheduled Tess One 2026-06-03 client', 'which the page tells');
select is(pg_temp.page('stairs') #>> '{acts,visit}', 'booked', 'and that much has to wait for it');
select is(pg_temp.page('stairs') #>> '{acts,then_due_on}', '2026-12-20', 'the cycle ahead is told');
rollback to told;
update public.maintenance_contracts set state = 'paused', paused_until = '2026-08-01' where id = tests.id('stairs');
select is(pg_temp.again('stairs'), 'refused state', 'nor of what rests');
select is((select (a ->> 'resumes_due_on', a ->> 'rest_ends_due_on', a ->> 'skips_to')::text from jsonb(pg_temp.page('stairs') -> 'acts') a), '(2026-07-01,2026-08-15,)', 'when it goes on is told');
rollback to told;
select private.skip_cycle(tests.id('stairs'), 'serviced elsewhere', null, private.clock());
select is((select (c ->> 'outcome', c ->> 'closed_reason', c ->> 'closed_on', c ->> 'fee')::text from jsonb_array_elements(pg_temp.page('stairs') -> 'past') c), '(declined,"serviced elsewhere",2026-06-01,200.00)', 'what was, with its reason');
update public.maintenance_contracts set state = 'cancelled', cancelled_reason = 'sold', cancelled_note = 'to a cousin' where id = tests.id('stairs');
select is((select (p ->> 'cancelled_reason', p ->> 'cancelled_note', p ->> 'cycle', jsonb_array_length(p -> 'past'), p #>> '{acts,not_reminded}')::text from pg_temp.page('stairs') p), '(sold,"to a cousin",,2,state)', 'one that has ended says why, and nothing is open');

select * from finish();
rollback;
