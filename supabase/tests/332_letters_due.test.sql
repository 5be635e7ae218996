-- Letters for all who are not to be called or mailed: one for each home, and what printing does to the work list.
begin;
select plan(18);
-- Friday, June 26, 2026.
select tests.freeze_clock('2026-06-26 14:00+00');
insert into public.customers (id, name, email, phone, reach_by, street, postal_code) values
  (tests.id('ada'), 'Ada Example', null, '905-555-0111', 'email', '1 Elm Street', 'L6Y 0A1'), (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0122', 'relay', '2 Oak Street', 'L6Y 0A1'),
  (tests.id('cy'), 'Cy Example', 'cy@example.com', '905-555-0133', 'email', '3 Ash Street', 'L6Y 0A1'), (tests.id('di'), 'Di Example', null, null, 'email', '4 Fir Street', 'L6Y 0A1');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm Street', '2026-07-01'), tests.unit('chair', 'ada', 'walker', '1 Elm Street', '2026-07-02'),
  tests.unit('porch', 'bob', 'porch_lift', '2 Oak Street', '2026-07-10'), tests.unit('lift', 'cy', 'stairlift', '3 Ash Street', '2026-07-11'), tests.unit('gone', 'di', 'stairlift', '4 Fir Street', '2026-07-12');
select tests.technician('Luis', '{lifts, wheelchairs}');
create function pg_temp.cycle(label text) returns uuid language sql as $$ select id from public.maintenance_cycles where contract_id = tests.id(label) and closed_at is null $$;
select private.raise_about_cycle('call_client', pg_temp.cycle('stairs'), '{"reason": "no_address"}'), private.raise_about_cycle('call_client', pg_temp.cycle('chair'), '{"reason": "no_address"}'),
  private.raise_about_cycle('unbooked', pg_temp.cycle('porch'), '{}'), private.raise_about_cycle('unbooked', pg_temp.cycle('lift'), '{}'), private.raise_about_cycle('unbooked', pg_temp.cycle('gone'), '{}');
select tests.known_as_deceased('di', '2026-06-20');
create function pg_temp.due(kinds text[] default null) returns text language sql as $$
  select string_agg(r ->> 'customer', ', ' order by n) from jsonb_array_elements(public.letters_due(kinds) -> 'rows') with ordinality x (r, n) $$;
grant execute on all functions in schema pg_temp to public;

select tests.act_as_staff('office');
select is(pg_temp.due(), 'Ada Example, Bob Example', 'who cannot be mailed, and who cannot hear; each home once, and nobody who has died');
select is(public.letters_due() #> '{rows,0,can_be_called}', 'true', 'that one of them could be called is said');
select is(pg_temp.due('{unbooked}'), 'Bob Example', 'of some kinds of work');
select public.log_call(id, 'no_answer') from public.office_activities where contract_id = tests.id('lift');
select public.log_call(id, 'no_answer') from public.office_activities where contract_id = tests.id('lift');
select public.log_call(id, 'no_answer') from public.office_activities where contract_id = tests.id('lift');
select tests.freeze_clock('2026-06-30 14:00+00');
select is(pg_temp.due(), 'Ada Example, Bob Example, Cy Example', 'after the third try, when it is due again');

-- Printing
select is((select string_agg(l ->> 'status' || ' ' || (l ->> 'name') || ' ' || jsonb_array_length(l -> 'others'), ', ' order by n)
  from jsonb_array_elements(public.print_letters(array[tests.id('porch'), tests.id('stairs')]) -> 'letters') with ordinality x (l, n)), 'printed Bob Example 0, printed Ada Example 1', 'as asked for, each with all that is due in that home');
select is(pg_temp.due(), 'Cy Example', 'they are off today''s list');
select is((select array_agg(distinct a.due_on) from public.office_activities a where a.customer_id in (tests.id('ada'), tests.id('bob'))), array['2026-07-08'::date], 'and come back after five business days, Canada Day being none');
select is((select count(*) from public.activity_calls where result = 'letter'), 3::bigint, 'on record with each');
select jsonb_array_length(public.print_letters(array[tests.id('porch'), tests.id('stairs')]) -> 'letters');
select is((select count(*) from public.activity_calls where result = 'letter'), 3::bigint, 'and once, however often it is printed on one day');
select is(public.undo_call(id) ->> 'reason', 'nothing', 'what is on paper is not taken back') from public.office_activities where contract_id = tests.id('porch');
select is(public.print_letter(tests.id('lift')) ->> 'status', 'printed', 'a single letter');
select is((select due_on from public.office_activities where contract_id = tests.id('lift')), '2026-07-08'::date, 'does the same');
select is(public.print_letters('{}') ->> 'reason', 'most', 'no letter is none');
select is(public.print_letters(array(select tests.id(i::text) from generate_series(1, 101) i)) ->> 'reason', 'most', 'a hundred are the most at once');
select is(public.print_letters(array[tests.id('nothing'), tests.id('gone')]) #>> '{letters,0,status}', 'paused', 'nobody who has died is written to');
select is(public.print_letters(array[tests.id('nothing')]) -> 'letters', '[]', 'what is not there is left out');
select tests.act_as_staff('technician');
select throws_ok($$ select public.letters_due() $$, '42501', null, 'no technician prints letters');
select throws_ok($$ select public.print_letters(array[tests.id('porch')]) $$, '42501', null, 'nor sees their links');
select * from finish();
rollback;
