-- The clock and the settings.
begin;
select plan(9);

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

select * from finish();
rollback;
