-- Outbox: which kinds of mail there are, to whom mail about a customer or to the company itself goes, and how a rule
-- queues it.
-- A message is queued in the transaction that decides it; sending is another chapter's work.

create table private.message_kinds (
  kind text primary key,
  about text not null check (about in ('due_units', 'stop', 'invoice', 'work', 'company', 'login')),
  needs_consent boolean not null,
  holds_while text not null check (holds_while in ('bookable', 'not_told_anew', 'same_revision', 'upcoming', 'given_up', 'took_place', 'late', 'not_closed', 'issued', 'newest', 'link_open')),
  unreachable_kind text references private.activity_kinds
);
comment on table private.message_kinds is 'Kinds of mail. A new one is a row here and a template in lib/mail.';
comment on column private.message_kinds.about is 'due_units: units to choose a time for, listed in the payload as items; stop: an appointment, as private.stop_facts tells it; invoice: one, which comes along as a paper; work: a stop, told to its technician; company: nothing of a client, told to administrators (private.queue_for_company); login: a link with which one of the staff chooses a password (private.ask_for_link).';
comment on column private.message_kinds.needs_consent is 'What nobody asked for: unsubscribing stops it, and answers to what somebody just did are sent first.';
comment on column private.message_kinds.holds_while is 'When it is still worth sending (private.superseded_because). bookable: a unit in it can be booked as it says, and where it says that we cannot come, that is so still (private.still_cannot_come); not_told_anew: the appointment stands, has not ended, and no later mail moved it; same_revision: the appointment stands as it says; upcoming: that, and it has not begun; given_up: it is off the calendar, and where it says that we cannot come, that is so still; took_place: it did, and nobody took that back; late: the technician is expected still, and nothing newer was said of it; not_closed: nobody said what became of it; issued: the invoice is not void; newest: it is not two days old, and none of its kind went to the same address after it; link_open: nobody used its link or asked for another one, and there is time left.';
comment on column private.message_kinds.unreachable_kind is 'The activity for a client whom this kind of mail about a stop cannot reach.';

insert into private.message_kinds (kind, about, needs_consent, holds_while, unreachable_kind) values
  ('reminder', 'due_units', true, 'bookable', null),
  ('rebook', 'due_units', true, 'bookable', null),
  ('confirmation', 'stop', false, 'not_told_anew', 'missing_address'),
  ('appointment_changed', 'stop', false, 'same_revision', 'call_client'),
  ('appointment_ahead', 'stop', false, 'upcoming', 'call_client'),
  ('appointment_reminder', 'stop', false, 'upcoming', 'call_client'),
  ('appointment_cancelled', 'stop', false, 'given_up', 'call_client'),
  ('running_late', 'stop', false, 'late', 'call_client'),
  ('work_scheduled', 'stop', false, 'same_revision', 'call_client'),
  ('work_reminder', 'stop', false, 'upcoming', 'call_client'),
  ('work_cancelled', 'stop', false, 'given_up', 'call_client'),
  ('not_closed', 'work', false, 'not_closed', null),
  ('visit_summary', 'stop', false, 'took_place', 'missing_address'),
  ('invoice', 'invoice', false, 'issued', null),
  ('digest', 'company', true, 'newest', null),
  ('invitation', 'login', false, 'link_open', null),
  ('password_reset', 'login', false, 'link_open', null);

create function private.tells_a_time(kind text)
returns boolean
language sql immutable
return kind = any ('{confirmation, appointment_changed, work_scheduled}');
comment on function private.tells_a_time is 'Whether a mail of that kind tells its client when we come, and enters it into their calendar.';

-- What checks of a message call; plpgsql, since a body of sql would be read with the check by every statement.

create function private.is_written_small(recipient text)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  return recipient = lower(btrim(recipient)) and recipient like '%_@_%';
end;
$$;
comment on function private.is_written_small is 'Whether an address is written as addresses are compared: in small letters, without space around it.';

create function private.is_leased_or_sent(state text, lease_id uuid, lease_until timestamptz, sent_at timestamptz)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  return (state = 'sending') = (lease_id is not null) and (lease_id is null) = (lease_until is null) and (state = 'sent') = (sent_at is not null);
end;
$$;
comment on function private.is_leased_or_sent is 'Whether a message is leased while it is sent, with an end of the lease, and has its instant when it was.';
grant execute on function private.is_written_small, private.is_leased_or_sent to authenticated, service_role;

create function private.needs_somebody(state text, set_aside_at timestamptz)
returns boolean
language sql immutable
return state in ('dead', 'uncertain') and set_aside_at is null;
comment on function private.needs_somebody is 'Whether somebody has to decide about a message: it may not have arrived, or was given up and nobody set it aside.';
grant execute on function private.needs_somebody to authenticated, service_role;

create table public.messages (
  id uuid primary key default gen_random_uuid(),
  kind text not null references private.message_kinds,
  recipient text not null check (private.on_one_line(recipient) and private.is_written_small(recipient)),
  customer_id uuid references public.customers,
  cycle_id uuid references public.maintenance_cycles,
  task_id uuid references public.technician_tasks,
  dedupe_key text not null unique,
  payload jsonb not null,
  state text not null default 'queued' check (state = any ('{queued, sending, sent, superseded, dead, uncertain}')),
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
  set_aside_at timestamptz,
  set_aside_reason text check (private.says_why(set_aside_reason)),
  -- Only what was given up is set aside, for a reason.
  constraint set_aside_for_a_reason check (num_nulls(set_aside_at, set_aside_reason) <> 1 and (set_aside_at is null or state = 'dead')),
  constraint leased_or_sent check (private.is_leased_or_sent(state, lease_id, lease_until, sent_at))
);
comment on table public.messages is 'The outbox. One row is one e-mail to one address, decided once (dedupe_key).';
comment on column public.messages.payload is 'The facts the template needs, as they were when the message was decided. Holds no link: that is looked up when it is rendered.';
comment on column public.messages.rendered is 'Subject, text, HTML and attachments, frozen at the first attempt; every retry sends the same bytes.';
comment on column public.messages.provider is 'Who got it last; with provider_deduplicates it tells whether a lost answer may simply be asked for again.';
comment on column public.messages.handed_over_at is 'When the last attempt began to speak to the provider (real time, as leases); null while an attempt cannot have sent anything.';
comment on column public.messages.state is 'uncertain: the provider''s answer was lost and it cannot deduplicate, the office decides; dead: given up after company_settings.message_attempts.';

comment on column public.messages.set_aside_at is 'When somebody said, for a reason, that nothing is to be done about a mail that was given up: nobody is asked about it any more. Who it was is in the trail.';

create index messages_due on public.messages (next_attempt_at) where state = 'queued';
create index messages_leased on public.messages (lease_until) where state = 'sending';
create index messages_stuck on public.messages (created_at) where state in ('dead', 'uncertain') and set_aside_at is null;
create index messages_by_customer on public.messages (customer_id, created_at);
create index messages_by_cycle on public.messages (cycle_id);
create index messages_by_task on public.messages (task_id);

-- One that waits may be taken out by anybody who may write it; what became of the others is known to who sends them.
insert into private.transitions (table_name, from_state, to_state, only_in) values
  ('messages', 'queued', 'superseded', null),
  ('messages', 'queued', 'dead', null),
  ('messages', 'queued', 'sending', '{lease_messages}'),
  ('messages', 'sending', 'sent', '{settle_message}'),
  ('messages', 'sending', 'queued', '{settle_message, freeze_message, recover_lost_leases}'),
  ('messages', 'sending', 'dead', '{settle_message}'),
  ('messages', 'sending', 'uncertain', '{settle_message, recover_lost_leases}'),
  ('messages', 'dead', 'queued', '{retry_message}'),
  ('messages', 'dead', 'superseded', '{erase_customer}'),
  ('messages', 'uncertain', 'queued', '{retry_message}'),
  ('messages', 'uncertain', 'sent', '{decide_uncertain}'),
  ('messages', 'uncertain', 'dead', '{decide_uncertain}');
create trigger guard_state before update of state on public.messages
  for each row execute function private.guard_state();
create trigger guard_new before insert on public.messages
  for each row when (new.state <> 'queued') execute function private.guard_state();

-- A message stays what it was decided to be; its facts and its bytes are kept or dropped, never rewritten. It begins
-- untried, and only those who send it write down who has it and who was told.
create trigger keep_message before update of kind, recipient, customer_id, cycle_id, task_id, dedupe_key on public.messages
  for each row when ((old.kind, old.recipient, old.customer_id, old.cycle_id, old.task_id, old.dedupe_key)
    is distinct from (new.kind, new.recipient, new.customer_id, new.cycle_id, new.task_id, new.dedupe_key))
  execute function private.refuse_change('erase_customer', 'merge_customers');
create function private.may_become_body(old_rendered jsonb, new_rendered jsonb)
returns boolean
language sql stable
return old_rendered is not distinct from new_rendered
  or old_rendered is null and private.made_by() is not distinct from 'freeze_message'
  or new_rendered is null and coalesce(private.made_by() in ('keep_house', 'withdraw_replaced_links'), false);
comment on function private.may_become_body is 'Whether a mail''s bytes may become these: they are frozen where they are handed to a sender, and dropped for their age or when they hold a link that was replaced.';
grant execute on function private.may_become_body to service_role;

create trigger keep_body before update of rendered, payload, sent_at on public.messages
  for each row when (not private.may_become_body(old.rendered, new.rendered)
    or old.payload <> new.payload and private.made_by() is distinct from 'keep_house' or old.sent_at <> new.sent_at)
  execute function private.refuse_change('erase_customer');

create trigger keep_set_aside before update of set_aside_at, set_aside_reason on public.messages
  for each row when ((old.set_aside_at, old.set_aside_reason) is distinct from (new.set_aside_at, new.set_aside_reason))
  execute function private.refuse_change('set_aside_message', 'retry_message', 'erase_customer');

-- Who has it, how often it was tried and who was told: what a sender and its lease are judged by.
create trigger keep_lease before update of lease_id, lease_until, attempts, provider, provider_deduplicates, handed_over_at, provider_id on public.messages
  for each row when ((new.lease_id, new.lease_until, new.attempts, new.provider, new.provider_deduplicates, new.handed_over_at, new.provider_id)
      is distinct from (old.lease_id, old.lease_until, old.attempts, old.provider, old.provider_deduplicates, old.handed_over_at, old.provider_id)
    and coalesce(private.made_by() not in ('lease_messages', 'freeze_message', 'settle_message', 'recover_lost_leases', 'retry_message'), true))
  execute function private.refuse_change();
-- A link to a login is worth as much as a password: nobody keeps it once it is on its way, or will not go.
create function private.lose_login_link()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (select k.about = 'login' from private.message_kinds k where k.kind = new.kind) then
    new.rendered := null;
  end if;
  return new;
end;
$$;
comment on function private.lose_login_link is 'Trigger: the bytes of a mail with a link to a login go when it was sent, given up or superseded.';
-- Triggers of one moment run by name: after keep_body, which lets nobody else drop them.
create trigger lose_login_link before update of state on public.messages
  for each row when (new.rendered is not null and new.state = any ('{sent, dead, superseded}')) execute function private.lose_login_link();

create function private.keep_beginning()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- Asked here: a condition of the trigger would be read anew by every insert.
  if num_nonnulls(new.rendered, new.provider, new.handed_over_at, new.provider_id) > 0 or new.attempts <> 0 or new.provider_deduplicates then
    raise exception '%: no % of what is kept', tg_table_name, lower(tg_op) using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.keep_beginning is 'A new message was not tried yet: nobody has its bytes, nobody was handed them (MT002).';
create trigger keep_beginning before insert on public.messages
  for each row execute function private.keep_beginning();
create trigger refuse_delete before delete on public.messages
  for each row execute function private.refuse_delete();
-- Not after insert: the booking or reminder that a message was queued for is in the trail.
create trigger audit after update or delete on public.messages for each row
  execute function private.record_change('payload', 'rendered', 'dedupe_key', 'lease_id', 'lease_until', 'attempts', 'next_attempt_at', 'handed_over_at');

alter table public.office_activities add constraint office_activities_message_id_fkey
  foreign key (message_id) references public.messages;

create function private.raise_about_message(kind text, message public.messages)
returns uuid
language plpgsql volatile
set search_path = ''
as $$
begin
  return private.raise_activity(kind, private.subject_key('message', message.id::text),
    jsonb_build_object('message', message.kind, 'address', message.recipient, 'reason', message.last_error),
    customer_id => message.customer_id, cycle_id => message.cycle_id, task_id => message.task_id, message_id => message.id);
end;
$$;
comment on function private.raise_about_message is 'Opens an activity about one message.';

-- Addresses ---------------------------------------------------------------------------------------------

create index customers_by_address on public.customers (lower(btrim(email)));
create index customer_contacts_by_address on public.customer_contacts (lower(btrim(email)));

create function private.consent_holds(consent_basis text, consent_on date, on_day date)
returns boolean
language sql immutable
return case consent_basis
  when 'purchase' then consent_holds.consent_on >= consent_holds.on_day - interval '2 years'
  else consent_basis in ('contract', 'express') end;
comment on function private.consent_holds is 'Whether the law (CASL) lets us write on a day what nobody asked for: after a purchase or a visit for two years, after a yes and under a contract until it ends.';

create function private.has_no_consent(customer_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  if (select s.consent_rule from public.company_settings s) = 'record' then
    return false;
  end if;
  return (
    select not coalesce(private.consent_holds(c.consent_basis, c.consent_on, private.company_day(private.clock())), false)
    from public.customers c where c.id = has_no_consent.customer_id);
end;
$$;
comment on function private.has_no_consent is 'Whether a client is not to be mailed what nobody asked for, since their consent has run out or was never given, and the company minds (company_settings.consent_rule).';

create view private.customer_addresses as
  select a.customer_id, lower(btrim(a.email)) as address,
    coalesce(s.reason, case when private.has_no_consent(a.customer_id) then 'no_consent' end) as suppressed
  from (
    select c.id as customer_id, c.email, true as is_own from public.customers c where c.deceased_on is null
    union all
    select k.customer_id, k.email, false from public.customer_contacts k
    where k.receives in ('beside', 'instead')
      and not exists (select from public.customers d where d.id = k.customer_id and d.deceased_on is not null)
  ) a
  left join public.suppressions s on s.address = lower(btrim(a.email))
  where private.is_usable_address(a.email)
    -- A contact who can be written to instead of the client silences the client's own address.
    and not (a.is_own and exists (
      select from public.customer_contacts i
      where i.customer_id = a.customer_id and i.receives = 'instead' and private.is_usable_address(i.email)));
comment on view private.customer_addresses is 'Every usable address that mail about a customer goes to, and why it may not (suppressions; no_consent). None for who has died. Client and contact may share one: it is then listed twice. Plain arms and no distinct: so the view is read by customer, never as a whole.';

create function private.settle_missing_address()
returns trigger
-- Definer: whoever writes an address need not be able to write activities.
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.settle('reachable', 'customer', array[coalesce(to_jsonb(new) ->> 'customer_id', new.id::text)], 'has an address');
  return null;
end;
$$;
comment on function private.settle_missing_address is 'Trigger: a client, or a contact of theirs, got an address that mail can go to.';

create trigger settle_missing_address after update of email on public.customers
  for each row when (private.is_usable_address(new.email)) execute function private.settle_missing_address();
create trigger settle_missing_address after insert or update of email, receives on public.customer_contacts
  for each row when (new.receives <> 'nothing' and private.is_usable_address(new.email))
  execute function private.settle_missing_address();

create function private.address_gets(kind text, suppressed text)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return suppressed is null or (suppressed in ('unsubscribed', 'no_consent') and not (
    select k.needs_consent from private.message_kinds k where k.kind = address_gets.kind));
end;
$$;
comment on function private.address_gets is 'Whether an address with that suppression gets messages of that kind: unsubscribing, and having given no consent, stops what nobody asked for, bounces and complaints stop everything.';

-- Queueing ----------------------------------------------------------------------------------------------

create function private.is_mailed(kind text, customer_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from private.customer_addresses a
    where a.customer_id = is_mailed.customer_id and private.address_gets(is_mailed.kind, a.suppressed));
end;
$$;
comment on function private.is_mailed is 'Whether a mail of that kind would go to anybody for the client.';

create function private.queue_message(
  kind text, customer_id uuid, dedupe_key text, payload jsonb, cycle_id uuid default null, task_id uuid default null)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_addresses text[];
begin
  select array_agg(distinct a.address) into v_addresses
  from private.customer_addresses a
  where a.customer_id = queue_message.customer_id and private.address_gets(queue_message.kind, a.suppressed);
  insert into public.messages (kind, recipient, customer_id, cycle_id, task_id, dedupe_key, payload)
  select queue_message.kind, address, queue_message.customer_id, queue_message.cycle_id, queue_message.task_id,
    queue_message.dedupe_key || ':' || address, queue_message.payload
  from unnest(v_addresses) address
  on conflict on constraint messages_dedupe_key_key do nothing;
  return coalesce(cardinality(v_addresses), 0);
end;
$$;
comment on function private.queue_message is 'Queues one message per address of the customer, each once (dedupe_key). Returns the number of addresses; 0: nobody to write to, the caller tells the office.';

create function private.company_addresses(kind text)
returns setof text
language sql stable
set search_path = ''
as $$
  with known as (
    select 1 as choice, lower(btrim(a.email)) as address
    from public.staff a
    where a.role = 'admin' and a.active and a.user_id is not null and private.is_usable_address(a.email)
    union
    select 2, lower(s.sender_email) from public.company_settings s
  ), willing as (
    select k.choice, k.address
    from known k
    left join public.suppressions u on u.address = k.address
    where private.address_gets(company_addresses.kind, u.reason)
  )
  select w.address from willing w where w.choice = (select min(choice) from willing);
$$;
comment on function private.company_addresses is 'Where mail of that kind to the company itself goes: to each active administrator who can sign in; where none of them can be written to, to the company''s own address.';

create function private.queue_for_company(kind text, dedupe_key text, payload jsonb)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  v_queued integer;
begin
  insert into public.messages (kind, recipient, dedupe_key, payload)
  select queue_for_company.kind, address, queue_for_company.dedupe_key || ':' || address, queue_for_company.payload
  from private.company_addresses(queue_for_company.kind) address
  on conflict on constraint messages_dedupe_key_key do nothing;
  get diagnostics v_queued = row_count;
  return v_queued;
end;
$$;
comment on function private.queue_for_company is 'Queues one message per address of the company itself, each once (dedupe_key); returns how many.';

-- Access --------------------------------------------------------------------------------------------

alter table public.messages enable row level security;
create policy office_reads on public.messages for select to authenticated using ((select private.is_office()));
-- Neither bodies nor leases: a rendered mail holds the client's link.
grant select (id, kind, recipient, customer_id, cycle_id, task_id, dedupe_key, state, attempts, next_attempt_at, last_error, created_at, sent_at)
  on public.messages to authenticated;
grant select on public.messages to service_role;
