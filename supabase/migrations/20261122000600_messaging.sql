-- Messaging: the outbox. A message is queued in the transaction that decides it; sending is another chapter's work.

create table public.messages (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in (
    'reminder', 'confirmation', 'appointment_changed', 'appointment_cancelled', 'appointment_reminder', 'rebook')),
  recipient text not null check (recipient = lower(btrim(recipient)) and recipient like '%_@_%'),
  customer_id uuid references public.customers,
  cycle_id uuid references public.maintenance_cycles,
  task_id uuid,
  dedupe_key text not null unique,
  payload jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'superseded', 'dead', 'uncertain')),
  attempts integer not null default 0 check (attempts >= 0),
  next_attempt_at timestamptz not null default clock_timestamp(),
  lease_id uuid,
  lease_until timestamptz,
  rendered jsonb,
  provider text,
  provider_deduplicates boolean not null default false,
  handed_over_at timestamptz,
  provider_id text,
  last_error text,
  created_at timestamptz not null default private.clock(),
  sent_at timestamptz,
  constraint leased_while_sending check ((state = 'sending') = (lease_id is not null) and (lease_id is null) = (lease_until is null)),
  constraint sent_has_instant check ((state = 'sent') = (sent_at is not null))
);
comment on table public.messages is 'The outbox. One row is one e-mail to one address, decided once (dedupe_key).';
comment on column public.messages.payload is 'The facts the template needs, as they were when the message was decided. Holds no link: that is looked up when it is rendered.';
comment on column public.messages.rendered is 'Subject, text, HTML and attachments, frozen at the first attempt; every retry sends the same bytes.';
comment on column public.messages.provider is 'Who got it last; with provider_deduplicates it tells whether a lost answer may simply be asked for again.';
comment on column public.messages.handed_over_at is 'When the last attempt began to speak to the provider (real time, as leases); null while an attempt cannot have sent anything.';
comment on column public.messages.state is 'uncertain: the provider''s answer was lost and it cannot deduplicate, the office decides; dead: given up after company_settings.message_attempts.';

-- Answers to what somebody just did go before bulk mail.
create index messages_due on public.messages ((kind in ('reminder', 'rebook')), next_attempt_at) where state = 'queued';
create index messages_leased on public.messages (lease_until) where state = 'sending';
create index messages_by_customer on public.messages (customer_id, created_at);
create index messages_by_cycle on public.messages (cycle_id);

create table private.cycle_reminders (
  cycle_id uuid not null references public.maintenance_cycles on delete cascade,
  due_on date not null,
  band integer not null check (band > 0),
  reminded_on date not null,
  primary key (cycle_id, due_on, band)
);
comment on table private.cycle_reminders is 'Which band was decided for which due date of a cycle: at most once each, by mail or by an activity for the office.';

create trigger guard_state before update of state on public.messages
  for each row execute function private.guard_state(
    'queued>sending', 'queued>superseded', 'queued>dead',
    'sending>sent', 'sending>queued', 'sending>dead', 'sending>uncertain', 'sending>superseded',
    'dead>queued', 'uncertain>queued', 'uncertain>sent', 'uncertain>dead');

alter table public.messages enable row level security;
create policy office_reads on public.messages for select to authenticated using ((select private.is_office()));
-- Neither bodies nor leases: a rendered mail holds the client's link.
grant select (id, kind, recipient, customer_id, cycle_id, task_id, dedupe_key, state, attempts, next_attempt_at, last_error, created_at, sent_at)
  on public.messages to authenticated;
grant select, insert, update, delete on public.messages to service_role;
