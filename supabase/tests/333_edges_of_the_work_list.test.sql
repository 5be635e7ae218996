-- The edges of the work list and its calls: who is called at which number, what is let out, undone, given and told of.
begin;
select plan(51);
-- Monday, June 1, 2026, 10:00 in Toronto.
select tests.freeze_clock('2026-06-01 14:00+00');
insert into public.customers (id, name, email, phone) values (tests.id('ada'), 'Ada Example', 'ada@example.com', '905-555-0111'), (tests.id('bob'), 'Bob Example', 'bob@example.com', '905-555-0112');
select tests.technician('Luis', '{lifts,lift_chairs}');
select tests.unit('stairs', 'ada', 'stairlift', '1 Elm Street', '2026-06-10'), tests.unit('chair', 'ada', 'lift_chair', '1 Elm Street', '2026-06-12'),
  tests.unit('bobs', 'bob', 'stairlift', '2 Oak Street', '2026-06-20');
select tests.staff_user('office'), tests.staff_user('admin'), tests.staff_user('technician');
create function pg_temp.cycle(label text) returns uuid language sql as $$ select y.id from public.maintenance_cycles y where y.contract_id = tests.id(label) and y.closed_at is null $$;
create function pg_temp.ask(label text, kind text, details jsonb default '{}') returns uuid language sql as $$ select private.raise_about_cycle(kind, pg_temp.cycle(label), details) $$;
create function pg_temp.work(kind text) returns public.office_activities language sql as $$ select a from public.office_activities a where a.kind = work.kind order by a.created_at desc limit 1 $$;
create function pg_temp.log(kind text, result text) returns text language plpgsql as $$
declare
  v_id uuid := (pg_temp.work(kind)).id;
  v_answer jsonb;
begin
  perform tests.act_as_staff('office');
  v_answer := public.log_call(v_id, result);
  perform tests.act_as_owner();
  return concat_ws(' ', v_answer ->> 'status', v_answer ->> 'reason', v_answer ->> 'state', v_answer ->> 'tries', v_answer ->> 'propose_letter');
end $$;
create function pg_temp.undo(kind text) returns text language plpgsql as $$
declare
  v_id uuid := (pg_temp.work(kind)).id;
  v_answer jsonb;
begin
  perform tests.act_as_staff('office');
  v_answer := public.undo_call(v_id);
  perform tests.act_as_owner();
  return concat_ws(' ', v_answer ->> 'status', v_answer ->> 'reason', v_answer ->> 'result');
end $$;
create function pg_temp.page(kind text, role text default 'office') returns jsonb language plpgsql as $$
declare
  v_id uuid := (pg_temp.work(kind)).id;
  v_answer jsonb;
begin
  perform tests.act_as_staff(role);
  v_answer := public.activity_page(v_id);
  perform tests.act_as_owner();
  return v_answer;
end $$;
savepoint desk;

-- Who is found
insert into public.customers (id, name) values (tests.id('dee'), 'Dee Example');
insert into public.customer_contacts (customer_id, name, phone) values (tests.id('dee'), 'Zelda Care', '289-555-0188');
select private.raise_about_customer('missing_address', tests.id('dee'), '{}');
select is(jsonb_path_query_array(private.work_list(null, 'all', 'all', null, typed, 50, null, private.clock()), '$.rows[*].kind'), '["missing_address"]', 'a client without a contract is found, as any other: by ' || typed) from unnest('{zelda,2895550188,dee}'::text[]) typed;
rollback to desk;

-- Which number
select is(private.number_to_call(tests.id('ada'), '{"phone": "905-555-0999"}') ->> 'phone', '905-555-0999', 'the number that was left is called');
select is(private.number_to_call(tests.id('ada'), '{"phone": "905-555-0999", "wrong_number": "905-555-0999"}') ->> 'phone', '905-555-0111', 'unless it was wrong: then the one on file');
insert into public.holidays (on_day, name) select d::date, 'Works holidays' from generate_series('2026-06-02'::date, '2026-06-13', '1 day') d;
select is(private.business_days_later('2026-06-01', 2), date '2026-06-16', 'two weeks of works holidays hold no business day');
rollback to desk;

-- A letter, and who gets one
select pg_temp.ask('stairs', 'unbooked');
select is(private.letter_for(pg_temp.work('unbooked')), tests.id('stairs'), 'a letter answers a call that was not made');
select pg_temp.log('unbooked', 'no_answer'), pg_temp.log('unbooked', 'no_answer');
select is(pg_temp.page('unbooked') ->> 'letter_contract_id', null, 'after two tries it is not the way yet');
select is(pg_temp.log('unbooked', 'left_message'), 'logged open 3 true', 'the third is');
select is(pg_temp.page('unbooked') ->> 'letter_contract_id', tests.id('stairs')::text, 'and the row leads to it');
select is(pg_temp.log('unbooked', 'spoke'), 'logged done 0 false', 'whoever was reached then gets none');
rollback to desk;
select pg_temp.ask('stairs', 'client_change', '{"what": "moved"}');
select is(private.letter_for(pg_temp.work('client_change')), null, 'what a client told us is answered by no letter');
rollback to desk;
select pg_temp.ask('stairs', 'unbooked'), pg_temp.ask('chair', 'unbooked');
select is(jsonb_path_query_array(private.print_letters(array[tests.id('stairs'), tests.id('chair')], private.clock()), '$.letters[*].status'), '["printed", "together"]', 'of one home one letter is printed, which names both');
rollback to desk;

select tests.known_as_deceased('ada', '2026-05-30');
select is(jsonb_path_query_array(private.print_letters(array[tests.id('stairs')], private.clock()), '$.letters[*].status'), '["paused"]', 'nothing is printed to the name of who has died, though a visit of theirs goes on');
rollback to desk;

create function pg_temp.results(kind text) returns text language sql as $$
  select array_to_string(private.results_of_call((pg_temp.work(results.kind))), ' ') where (pg_temp.work(results.kind)).id is not null $$;
release savepoint desk;
savepoint desk;

-- "Not this time"
select private.raise_activity('certificate_expiring', private.subject_key('unit', tests.id('stairs')::text), '{}', customer_id => tests.id('ada'), contract_id => tests.id('stairs'), cycle_id => pg_temp.cycle('stairs'));
create temp table open_cycle as select pg_temp.cycle('stairs') as id;
select is(pg_temp.log('certificate_expiring', 'declined'), 'logged done 0 false', 'no to something about the unit');
select is(pg_temp.cycle('stairs'), (select id from open_cycle), 'lets no visit out');
rollback to desk;

-- About a repair
select is(pg_temp.results('unbooked'), null, 'nothing is asked yet');
select private.open_repair(tests.id('stairs'), 'It hums', false, private.clock());
select is(pg_temp.results('repair_follow_up'), 'no_answer left_message spoke wrong_number', 'a call about a repair skips and books no visit');
select is((p -> 'offers', p -> 'unit')::text, '([],null)', 'nor offers it a visit''s times and price') from pg_temp.page('repair_follow_up') p;
select is(pg_temp.log('repair_follow_up', result), 'rejected result', 'and none can be logged: ' || result) from unnest(array['declined', 'booked']) result;
select pg_temp.ask('chair', 'unbooked');
select is(pg_temp.results('unbooked'), 'no_answer left_message spoke declined wrong_number', 'a visit can be let out');
select tests.book('chair', 'Luis', '2026-06-09 13:00+00');
select pg_temp.ask('chair', 'overdue');
select is(pg_temp.results('overdue'), 'no_answer left_message spoke declined wrong_number booked', 'and one that is booked settles it');
select private.raise_about_task('call_client', (private.live_task(pg_temp.cycle('chair'))).id, '{}', contract_id => tests.id('chair'));
select is(pg_temp.results('call_client'), 'no_answer left_message spoke wrong_number booked', 'what has a time is not let out by a word about it');
rollback to desk;

-- Who has died
select pg_temp.ask('stairs', 'unbooked');
select tests.known_as_deceased('ada', '2026-05-30');
select is(private.cannot_log(pg_temp.work('unbooked'), 'call_later', '2026-06-05', private.clock()), null, 'the family may want a call later');
select is(private.cannot_log(pg_temp.work('unbooked'), 'declined', null, private.clock()), 'deceased', 'and is asked for no decision of who has died');
rollback to desk;

-- Taking back
select pg_temp.ask('stairs', 'unbooked'), pg_temp.log('unbooked', 'no_answer');
select is(jsonb_path_query_array(pg_temp.page('unbooked'), '$.lately[*].result'), '["no_answer"]', 'a call is told of');
select is(pg_temp.undo('unbooked'), 'undone no_answer', 'taken back');
select is(jsonb_path_query_array(pg_temp.page('unbooked'), '$.lately[*].result'), '[]', 'it is not, nor that it was');
select pg_temp.log('unbooked', 'no_answer');
select tests.book('stairs', 'Luis', '2026-06-09 13:00+00');
select is((pg_temp.work('unbooked')).state, 'done', 'what a booking closed');
select is(pg_temp.undo('unbooked'), 'refused nothing', 'no slip of a call opens again');
rollback to desk;
select pg_temp.ask('stairs', 'unbooked');
select private.letter_printed(tests.id('stairs'), private.clock());
select is(pg_temp.undo('unbooked'), 'refused nothing', 'a letter that is printed is not taken back');
rollback to desk;

-- Whose it is, and who looks
select pg_temp.ask('stairs', 'unbooked');
select is(pg_temp.page('unbooked') -> 'opened', 'null', 'nobody else has it open');
select is(pg_temp.page('unbooked') -> 'opened', 'null', 'nor has whoever opens it twice');
select is(pg_temp.page('unbooked', 'admin') #>> '{opened,by}', 'Office', 'another one is told who has');
select is(jsonb_path_query_array(pg_temp.page('unbooked'), '$.staff[*].name'), '["Admin", "Office"]', 'it is given to who works in the office');
select is(private.give_activity((pg_temp.work('unbooked')).id, (select id from public.staff where role = 'technician')) ->> 'reason', 'staff', 'not to a technician');
select private.give_activity((pg_temp.work('unbooked')).id, (select id from public.staff where role = 'office')) ->> 'status';
insert into public.staff (id, email, name, role, active) values (tests.id('left'), 'left@tests.example.com', 'Left', 'office', false);
select is(private.give_activity((pg_temp.work('unbooked')).id, tests.id('left')) ->> 'reason', 'staff', 'nor to who has left');
rollback to desk;

-- Two pages that showed the same
select pg_temp.ask('stairs', 'unbooked');
create temp table stale as select (pg_temp.work('unbooked')).id, pg_temp.page('unbooked') ->> 'shown' as shown;
grant select on stale to authenticated;
create function pg_temp.told(answer jsonb) returns text language sql as $$ select concat_ws(' ', answer ->> 'status', answer ->> 'reason', answer ->> 'by', answer ->> 'outcome') $$;
grant execute on function pg_temp.told to public;
select tests.act_as_staff('office');
select is((select public.postpone_activity(id, '2026-06-05', 'On Friday', shown) ->> 'status' from stale), 'postponed', 'call again on Friday');
select is((select pg_temp.told(public.close_activity(id, 'Done', shown)) from stale), 'refused changed Office', 'a page from before does not close it');
select is((select pg_temp.told(public.log_call(id, 'no_answer', null, null, 0, shown)) from stale), 'refused changed Office', 'nor brings a call back sooner');
select is((select pg_temp.told(public.close_activity(id, reason, null)) from stale), 'rejected reason', 'nor is it closed for nothing') from unnest(array[' ', null]) reason;
select is((select pg_temp.told(public.close_activity(id, 'Spoke', public.activity_page(id) ->> 'shown')) from stale), 'closed', 'as it is now it is');
select tests.act_as_owner();
select is(pg_temp.told(private.close_by_hand((select id from stale), 'Mine')), 'not_open Office Spoke', 'once, and what came of it is told');
rollback to desk;
select pg_temp.ask('stairs', 'unbooked'), pg_temp.log('unbooked', 'no_answer');
select private.postpone_activities(array[(pg_temp.work('unbooked')).id], '2026-06-19', 'Away', private.clock());
select is(pg_temp.undo('unbooked'), 'refused changed', 'a call is not taken back over what somebody put off since');
rollback to desk;

-- How many at once
select is(private.postpone_activities(array(select tests.id(i::text) from generate_series(1, 200) i), '2026-06-05', 'busy', private.clock()) ->> 'status', 'postponed', 'two hundred are put off at once');
select is(private.postpone_activities(array(select tests.id(i::text) from generate_series(1, 201) i), '2026-06-05', 'busy', private.clock()) ->> 'reason', 'most', 'and no more');
select is(private.close_activities(array(select tests.id(i::text) from generate_series(1, 200) i), 'done') ->> 'status', 'closed', 'as many are closed');
select is(private.close_activities(array(select tests.id(i::text) from generate_series(1, 201) i), 'done') ->> 'reason', 'most', 'and no more');
select private.raise_activity('self_check', 'job:' || i, '{}') from generate_series(1, 201) i;
select is(jsonb_array_length(private.work_list(null, 'all', 'all', null, null, 1000, null, private.clock()) -> 'rows'), 200, 'as many are listed, whatever is asked for');
select * from finish();
rollback;
