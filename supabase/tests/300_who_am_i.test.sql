-- Who is signed in, and the numbers beside the rooms of the office.
begin;
select plan(9);

select tests.freeze_clock('2026-06-02 14:00:00+00');
select tests.act_as_owner();
select tests.forget_all('public.office_activities');
select private.raise_activity('self_check', private.subject_key('job', 'reminders'), '{}', urgent => true);
select private.raise_activity('self_check', private.subject_key('job', 'digest'), '{}');
select private.raise_activity('self_check', private.subject_key('job', 'certificates'), '{}');
update public.office_activities set due_on = '2026-06-03' where subject_key = 'job:certificates';

select tests.act_as_staff('office');
select is(public.who_am_i() - 'name', '{"status": "ok", "role": "office", "waiting": {"activities": 2, "urgent": 1, "messages": 0, "conflicts": 0}}',
  'the office is told what is due by today, not what comes tomorrow');
select isnt(public.who_am_i() ->> 'name', null, 'and its own name');
select tests.act_as_staff('admin');
select is(public.who_am_i() -> 'waiting' ->> 'activities', '2', 'administrators are told the same');
select tests.act_as_staff('technician');
select is(public.who_am_i() - 'name', '{"status": "ok", "role": "technician", "waiting": null}', 'a technician is told nothing of it');

select tests.act_as('authenticated', gen_random_uuid());
select is(public.who_am_i(), '{"status": "nobody"}', 'a login that is not on the staff is nobody');
select tests.act_as_anon();
select throws_ok('select public.who_am_i()', '42501', null, 'who has not signed in may not ask');

select tests.act_as_owner();
update public.office_activities set state = 'done', closed_at = private.clock(), outcome = 'looked at' where subject_key = 'job:reminders';
update public.staff set active = false where role = 'office';
select is(private.waiting() ->> 'activities', '1', 'what is done does not wait');
select tests.act_as('authenticated', (select s.user_id from public.staff s where s.role = 'office' limit 1));
select is(public.who_am_i(), '{"status": "nobody"}', 'who was switched off is nobody, at once');

select tests.act_as_owner();
select tests.forget_all('public.messages');
insert into public.messages (kind, recipient, dedupe_key, payload, created_at)
select 'digest', 'olive@example.com', key, '{}', private.clock() from unnest(array['waits', 'died']) key;
select tests.as_function('settle_message', $f$ update public.messages set state = 'dead' where dedupe_key = 'died' $f$);
select is(private.waiting() ->> 'messages', '1', 'mails that were given up are counted, those that wait are not');

select * from finish();
rollback;
