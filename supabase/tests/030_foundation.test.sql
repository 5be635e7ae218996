-- The clock, the settings, the audit trail.
begin;
select plan(16);

-- Days are company days
select is(private.company_day('2026-05-12 03:59+00'), '2026-05-11'::date, 'one minute before midnight in Toronto is still the day before');
select is(private.company_day('2026-05-12 04:00+00'), '2026-05-12'::date, 'midnight in Toronto begins the day');
select is(private.company_day('2026-11-01 04:59+00'), '2026-11-01'::date, 'the day the clocks go back begins at 04:00 UTC');
select is(private.company_day('2026-11-02 04:59+00'), '2026-11-01'::date, 'and lasts 25 hours');
select is(private.company_day('2026-03-09 03:59+00'), '2026-03-08'::date, 'the day the clocks go forward lasts 23');

select throws_ok($$ update public.company_settings set time_zone = 'Mars/Olympus' $$, '22023', null, 'an unknown time zone is refused');
select throws_ok($$ update public.company_settings set reminder_bands = '{30,0}' $$, '23514', null, 'a reminder band of zero days is refused');
select throws_ok($$ insert into public.company_settings default values $$, '23505', null, 'there is one row of settings');

select matches(private.random_token(), '^[A-Za-z0-9_-]{43}$', 'a token is 32 bytes of base64url');

-- Audit
update public.company_settings set phone = '905-555-0111';
select is(
  (select changes from public.audit_events where table_name = 'company_settings' order by seq desc limit 1),
  jsonb_build_object('phone', jsonb_build_array('905-555-0100', '905-555-0111')), 'an update leaves before and after');
select throws_ok('update public.audit_events set actor = gen_random_uuid()', 'MT002', null, 'even the owner cannot edit the trail');
select throws_ok('delete from public.audit_events', 'MT002', null, 'nor thin it out');
select throws_ok('truncate public.audit_events', 'MT002', null, 'nor empty it');

select ok(private.seal_audit() > 0, 'what was written is sealed');
select is_empty('select * from private.broken_audit_seals()', 'an untouched trail is whole');
alter table public.audit_events disable trigger refuse_change;
update public.audit_events set actor = gen_random_uuid() where seq = (select max(seq) from public.audit_events);
select isnt_empty('select * from private.broken_audit_seals()', 'a row changed behind the triggers breaks its seal');

select * from finish();
rollback;
