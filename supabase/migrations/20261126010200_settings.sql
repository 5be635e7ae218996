-- Settings: what the company says of itself, and the company day.

create table public.company_settings (
  id uuid primary key default gen_random_uuid(),
  only_row boolean not null default true unique check (only_row),

  company_name text not null default 'Fusion Maintenance' check (private.is_one_line(company_name, 200)),
  sender_name text not null default 'Fusion Maintenance' check (private.is_one_line(sender_name, 200)),
  sender_email text not null default 'service@example.com' check (private.is_usable_address(sender_email) and sender_email !~ '\s'),
  phone text not null default '905-555-0100' check (private.is_one_line(phone, 40) and private.is_phone(phone)),
  postal_address text not null default '1 Main Street, Brampton, ON  L6Y 0A1' check (private.is_one_line(postal_address, 300)),
  brand_color text not null default '#0b5d3b' check (brand_color ~ '^#[0-9a-fA-F]{6}$'),
  logo_url text check (logo_url like 'http%' and private.is_origin(substring(logo_url, '^[^/]*//[^/]*')) and logo_url !~ '[\s<>"\\]' and private.on_one_line(logo_url)),
  public_url text not null default 'http://127.0.0.1:8000' check (private.is_origin(public_url)),

  time_zone text not null default 'America/Toronto',
  slot_step_minutes integer not null default 15 check (slot_step_minutes between 5 and 120),
  booking_horizon_days integer not null default 60 check (booking_horizon_days between 1 and 180),
  staff_horizon_days integer not null default 220 check (staff_horizon_days between 1 and 360),
  minimum_notice_hours integer not null default 24 check (minimum_notice_hours between 0 and 336),
  wait_minutes_per_day numeric(6, 2) not null default 3 check (wait_minutes_per_day > 0 and wait_minutes_per_day < 'NaN'),
  arrival_window_minutes integer not null default 30 check (arrival_window_minutes between 0 and 480),
  change_cutoff_hours integer not null default 24 check (change_cutoff_hours between 0 and 336),
  service_area_km integer check (service_area_km between 1 and 5000),
  -- Whoever answers a client's call sees no less than the client.
  constraint staff_see_as_far_as_clients check (staff_horizon_days >= booking_horizon_days),
  household_days integer not null default 45 check (household_days between 0 and 365),

  -- Before 24:00, which no time of a day ever reaches.
  mail_from_time time not null default '08:00' check (mail_from_time < '24:00'),
  digest_on boolean not null default true,
  digest_at time not null default '07:30' check (digest_at < '24:00'),
  reminder_bands integer[] not null default '{30,7,1}',
  -- Whole days, at least one band; "all" alone would let a null pass.
  constraint reminder_bands_make_sense check (
    cardinality(reminder_bands) between 1 and 10 and array_position(reminder_bands, null) is null
    and 1 <= all (reminder_bands) and 365 >= all (reminder_bands)),
  stagger_weeks integer not null default 12 check (stagger_weeks between 1 and 52),
  import_most_new integer not null default 20 check (import_most_new between 0 and 10000),
  delivery_mode text not null default 'catch' check (delivery_mode in ('off', 'catch', 'live')),
  messages_paused boolean not null default false,
  consent_rule text not null default 'record' check (consent_rule in ('record', 'call_when_expired')),
  recipient_allow_list text[] check (private.are_recipients(recipient_allow_list)),
  message_attempts integer not null default 8 check (message_attempts between 1 and 50),

  unbooked_after_days integer not null default 7 check (unbooked_after_days between 0 and 90),
  overdue_urgent_after_days integer not null default 14 check (overdue_urgent_after_days between 0 and 365),
  unpaid_after_days integer not null default 7 check (unpaid_after_days between 0 and 365),
  follow_up_again_days integer not null default 2 check (follow_up_again_days between 1 and 30),
  tell_clients_on_absence boolean not null default true,
  require_photo_on_fail boolean not null default false,
  certificate_notice_days integer not null default 60 check (certificate_notice_days between 1 and 365),
  dead_man_url text check (dead_man_url like 'https://%' and private.is_origin(substring(dead_man_url, '^[^/]*//[^/]*')) and dead_man_url !~ '[\s<>"\\]' and private.on_one_line(dead_man_url)),

  hst_number text check (hst_number ~ '^[0-9]{5} ?[0-9]{4} ?RT ?[0-9]{4}$'),
  payment_terms_days integer not null default 30 check (payment_terms_days between 0 and 365),
  invoice_on_completion boolean not null default true
);
comment on table public.company_settings is 'One row: what the office may set for the whole company.';
comment on column public.company_settings.public_url is 'Origin of the booking site, without a trailing slash; links in e-mails start with it.';
comment on column public.company_settings.time_zone is 'A day is a company day in this zone.';
comment on column public.company_settings.booking_horizon_days is 'So many days ahead clients book by themselves.';
comment on column public.company_settings.staff_horizon_days is 'So many days ahead the office books: the visit after next as well.';
comment on column public.company_settings.wait_minutes_per_day is 'Minutes of added drive that one day of earlier service is worth when times are ranked.';
comment on column public.company_settings.arrival_window_minutes is 'The client is promised arrival between the start and this many minutes later.';
comment on column public.company_settings.change_cutoff_hours is 'Clients change or cancel by themselves until this many hours before the start.';
comment on column public.company_settings.service_area_km is 'How far from the nearest technician''s home a client can live: coordinates beyond it that come from a file or a service are taken for a mistake and left out, and who lives beyond it, or nobody knows where, is called instead of offered times. Null: no such check.';
comment on column public.company_settings.mail_from_time is 'The hour, company time, from which on a day''s mail to clients is decided.';
comment on column public.company_settings.digest_on is 'Whether administrators are mailed every day what waits, who drives where, and the head of the audit trail.';
comment on column public.company_settings.digest_at is 'The hour, company time, from which on the digest is written: within fifteen minutes.';
comment on column public.company_settings.import_most_new is 'So many new units at most one import enrols by itself; of more a person decides (import_problem).';
comment on column public.company_settings.delivery_mode is 'off: nothing leaves the outbox; catch: to the mail catcher; live: to clients, and only where a secret of that very project says so too.';
comment on column public.company_settings.consent_rule is 'What follows from a client''s consent. record: it is written down, and no more; call_when_expired: who gave none, or whose purchase is more than two years ago, gets nothing by mail that nobody asked for, such as a reminder: the office calls, or writes a letter.';
comment on column public.company_settings.recipient_allow_list is 'Staging: when set, only these addresses or @domains receive mail.';
comment on column public.company_settings.certificate_notice_days is 'So many days before a certificate expires, and no visit is booked by then, the office is told (certificate_expiring).';
comment on column public.company_settings.only_row is 'Always true: there is no second row.';
comment on column public.company_settings.unbooked_after_days is 'For the work list: so many days after its first reminder a unit that nobody booked is one to call about (unbooked).';

comment on column public.company_settings.overdue_urgent_after_days is 'So many days after its due date a unit that nobody serviced is urgent on the work list (overdue).';
comment on column public.company_settings.unpaid_after_days is 'So many days after it should have been paid an invoice is on the work list (unpaid_invoice).';
comment on column public.company_settings.follow_up_again_days is 'So many business days after a call that reached nobody the work is back on the list.';
comment on column public.company_settings.tell_clients_on_absence is 'Whether clients whose visit falls through because the company cannot come are mailed; either way the office has it on its list.';
comment on column public.company_settings.require_photo_on_fail is 'Whether a visit that is reported from the phone needs a photo of each line of its checklist that failed.';
comment on column public.company_settings.dead_man_url is 'An address of a service outside that raises an alarm when it is not asked for some hours: it is asked every hour in which no daily job is missed. Null: no such service.';

comment on column public.company_settings.hst_number is 'The number under which the company collects HST, as invoices print it: 12345 6789 RT0001.';
comment on column public.company_settings.payment_terms_days is 'So many days after an invoice was issued it is to be paid.';
comment on column public.company_settings.invoice_on_completion is 'Whether the invoice of a stop is issued when the last of its visits has its outcome. Off: the office issues each.';

create function private.check_time_zone()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- Offsets and abbreviations have no summer time, and calendars know regions with a city only.
  if new.time_zone !~ '^((Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/|(Etc/)?UTC$)'
    or not exists (select from pg_timezone_names z where z.name = new.time_zone) then
    raise exception '% is no time zone such as America/Toronto', new.time_zone using errcode = '22023', column = 'time_zone';
  end if;
  return new;
end;
$$;
comment on function private.check_time_zone is 'Refuses what is neither UTC nor a region and city of pg_timezone_names, as they are written there (22023).';

-- Listing all zones takes a while: only where the zone changes.
create trigger check_time_zone_of_first before insert on public.company_settings
  for each row execute function private.check_time_zone();
create trigger check_time_zone before update on public.company_settings
  for each row when (new.time_zone is distinct from old.time_zone) execute function private.check_time_zone();

-- Every rule reads them: they are changed, never removed.
create trigger keep_settings before delete on public.company_settings
  for each row execute function private.refuse_change();

create function private.company_zone()
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return (select s.time_zone from public.company_settings s);
end;
$$;
comment on function private.company_zone is 'The company''s time zone.';

create function private.company_day(as_of timestamptz)
returns date
language plpgsql stable
set search_path = ''
as $$
begin
  return (as_of at time zone (select s.time_zone from public.company_settings s))::date;
end;
$$;
comment on function private.company_day is 'The company day that holds an instant.';

create function private.company_card()
returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('name', s.company_name, 'phone', s.phone, 'email', s.sender_email,
      'brand_color', s.brand_color, 'logo_url', s.logo_url, 'time_zone', s.time_zone)
    from public.company_settings s);
end;
$$;
comment on function private.company_card is 'What anybody may know of the company: {name, phone, email, brand_color, logo_url, time_zone}.';

-- Access (policies are in "people", where roles begin) ------------------------------------------------

alter table public.company_settings enable row level security;
-- Column defaults and triggers run as whoever writes.
grant execute on function private.company_zone, private.company_day to authenticated, service_role;
grant select, insert, update on public.company_settings to service_role;
