-- A client's file: how they are reached, who else is, and what nobody overwrites unseen.
begin;
select plan(40);
-- Monday, June 1, 2026, 8:00 in Toronto.
select tests.freeze_clock('2026-06-01 12:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111'), (tests.id('bob'), 'Bob Example', null, null);
insert into public.customer_contacts (id, customer_id, name, email, receives, is_payer) values
  (tests.id('cleo'), tests.id('ada'), 'Cleo Example', 'cleo@example.com', 'beside', true);

create function pg_temp.as_office(call text) returns text language plpgsql as $$
declare
  v_answer jsonb;
begin
  perform tests.act_as_staff('office');
  execute 'select ' || call into v_answer;
  perform tests.act_as_owner();
  return concat_ws(' ', v_answer ->> 'status', v_answer ->> 'reason', v_answer ->> 'by');
end;
$$;
create function pg_temp.file() returns jsonb language sql as $$ select private.client_file(tests.id('ada')) $$;
create function pg_temp.save(fields jsonb, shown text default null) returns text language sql as $$
  select pg_temp.as_office(format('public.save_client(%L, %L, %L)', tests.id('ada'), '{"name": "Ada Example", "phone": "905-555-0111", "email": "ada@example.com"}'::jsonb || fields, shown)) $$;
create function pg_temp.save_contact(fields jsonb, contact text default null, shown text default null, client text default 'ada') returns text language sql as $$
  select pg_temp.as_office(format('public.save_contact(%L, %L, %L, %L)', tests.id(client), tests.id(contact), '{"name": "Dan Example"}'::jsonb || fields, shown)) $$;

-- Who may
select tests.act_as_staff('technician');
select throws_ok(call, '42501', 'only the office may do this', 'no technician: ' || call) from unnest(array[
  'select public.client_file(gen_random_uuid())', 'select public.save_client(gen_random_uuid(), ''{}'')', 'select public.save_contact(gen_random_uuid(), null, ''{}'')',
  'select public.remove_contact(gen_random_uuid())', 'select public.record_consent(gen_random_uuid(), ''x'', ''2026-06-01'')']) call;
select tests.act_as_staff('office');
select throws_ok($$ select public.client_file(gen_random_uuid()) $$, 'PT404', null, 'nobody''s file');
select throws_ok($$ select public.save_client(gen_random_uuid(), '{"name": "x"}') $$, 'PT404', null, 'is not written');
select throws_ok($$ select public.save_contact(md5('bob')::uuid, md5('cleo')::uuid, '{"name": "x"}') $$, 'PT404', null, 'nor somebody else''s contact');
select throws_ok($$ select public.lift_bounce('ada@example.com', 'x') $$, '42501', 'only an administrator may do this', 'a dead address is an administrator''s to decide about');
select tests.act_as_owner();

-- How they are reached
select is(pg_temp.save(fields), said, said || ' ' || fields::text) from (values
  ('{"name": " "}'::jsonb, 'rejected name'), ('{"phone": "12"}', 'rejected phone'), ('{"email": "ada at home"}', 'rejected email'),
  ('{"reach_by": "pigeon"}', 'rejected reach_by'), (jsonb_build_object('reach_note', repeat('x', 255)), 'rejected reach_note'),
  (jsonb_build_object('reach_note', repeat('x', 254)), 'saved'), (jsonb_build_object('notes', repeat('x', 4001)), 'rejected notes'), (jsonb_build_object('notes', repeat('x', 4000)), 'saved')) v (fields, said);
select is(pg_temp.save('{"reach_by": "relay", "reach_note": " let it ring ", "notes": "Dog\nKey at 43", "email": " "}', pg_temp.file() ->> 'shown'), 'saved', 'what the page showed is what is so');
select is((select (c.reach_by, c.reach_note, c.email, c.notes)::text from public.customers c where c.id = tests.id('ada')), E'(relay,"let it ring",,"Dog\nKey at 43")', 'and it is written down');
select is(pg_temp.save('{"reach_by": "phone"}', 'something else'), 'refused changed Office', 'somebody else wrote meanwhile, and who it was is said');
select is((select c.reach_by from public.customers c where c.id = tests.id('ada')), 'relay', 'so nothing is overwritten');
select is((pg_temp.file() -> 'contacts' -> 0) - '{contact_id,shown}'::text[],
  '{"name": "Cleo Example", "relation": null, "phone": null, "email": "cleo@example.com", "stopped": null, "receives": "beside", "is_payer": true, "billing_address": null, "purchase_order": null}', 'the file tells of contacts');

update public.customers set phone = 'ask for Bo', email = 'none' where id = tests.id('ada');
select is(pg_temp.save('{"phone": "ask for Bo", "email": "none"}'), 'saved', 'what came from elsewhere may stay as it is');
select is(pg_temp.save('{"phone": "ask for Bob", "email": "none"}'), 'rejected phone', 'but is not written anew');

-- Contacts
select is(pg_temp.save_contact('{"receives": "beside"}'), 'rejected receives', 'without an address nobody gets mail');
select is(pg_temp.save_contact('{"is_payer": true}'), 'refused payer', 'one pays');
select is(pg_temp.save_contact('{"receives": "instead", "email": "dan@example.com", "relation": "son"}'), 'saved', 'a son is added');
select is((select string_agg(distinct a.address, ', ') from private.customer_addresses a where a.customer_id = tests.id('ada')), 'cleo@example.com, dan@example.com', 'who is written to instead');
select is(pg_temp.save_contact('{"name": "Cleo E.", "is_payer": true}', 'cleo', pg_temp.file() -> 'contacts' -> 0 ->> 'shown'), 'saved', 'a contact changes, and stays the payer');
select is(pg_temp.save_contact('{"name": "Cleo F."}', 'cleo', 'something else'), 'refused changed Office', 'not when somebody else changed it');
select is(pg_temp.as_office(format('public.remove_contact(%L, %L)', tests.id('cleo'), 'something else')), 'refused changed Office', 'nor goes');
select is(pg_temp.as_office(format('public.remove_contact(%L, %L)', tests.id('cleo'), pg_temp.file() -> 'contacts' -> 0 ->> 'shown')), 'removed', 'else it does');

-- What they agreed to
create function pg_temp.consent(how text, on_day text) returns text language sql as $$ select pg_temp.as_office(format('public.record_consent(%L, %L, %L)', tests.id('ada'), how, on_day)) $$;
select is(pg_temp.consent(how, on_day), said, concat_ws(' ', said, on_day, left(how, 9))) from (values
  (' ', '2026-06-01', 'rejected how'), ('on the phone', '2026-06-02', 'rejected on'), ('on the phone', null, 'rejected on'), ('on the phone', '2026-06-01', 'recorded')) v (how, on_day, said);
select is((select (c.consent_basis, c.consent_on)::text from public.customers c where c.id = tests.id('ada')), '(express,2026-06-01)', 'a yes is on record');

-- An address that works again
insert into public.suppressions (address, reason) values ('dan@example.com', 'hard_bounce');
select is(pg_temp.file() #>> '{contacts,0,stopped,reason}', 'hard_bounce', 'why an address is not written to is told');
select tests.act_as_staff('admin');
select is(public.lift_bounce('dan@example.com', ' ') ->> 'reason', 'why', 'an administrator says why it works again');
select is(public.lift_bounce('dan@example.com', 'mailbox was full') ->> 'status', 'lifted', 'and it is written to again');

select * from finish();
rollback;
