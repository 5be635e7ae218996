-- Visit reports: what a technician wrote down about a visit, word for word, and what of it is the visit's record: when and
-- how long, what was found, what was used, who signed. Written by the functions that end a visit, then never changed. Beside
-- them what was reported of a repair that had changed meanwhile.

-- What was sent -----------------------------------------------------------------------------------------

create table public.visit_reports (
  id uuid primary key,
  visit_id uuid references public.maintenance_visits,
  work_order_id uuid references public.work_orders,
  kind text not null check (kind in ('completed', 'failed')),
  state text not null default 'accepted' check (state in ('accepted', 'conflict', 'discarded')),
  report jsonb not null check (jsonb_typeof(report) = 'object' and length(report::text) <= 200000 and not report #> '{signature}' ? 'png_base64'),
  answer jsonb not null,
  recorded_by text not null check (recorded_by in ('technician', 'office')),
  actor uuid default auth.uid(),
  recorded_at timestamptz not null,
  clock_in_doubt boolean not null default false,
  received_at timestamptz not null default private.clock(),
  constraint reports_of_one_thing check (num_nonnulls(visit_id, work_order_id) = 1)
);
comment on table public.visit_reports is 'Reports as they were sent, each once, whatever became of it. One that met a visit, or a repair, that had changed meanwhile waits as a conflict, until the office takes or discards it.';
comment on column public.visit_reports.id is 'Chosen by whoever reports, so that the same report sent twice is one.';
comment on column public.visit_reports.work_order_id is 'Of a repair that had changed meanwhile. What was taken at once is in repair_reports and repair_failures alone, and so is what was taken later.';
comment on column public.visit_reports.report is 'All that was sent but the drawn signature, which lies in visit_files, as photos do.';
comment on column public.visit_reports.answer is 'What the sender was told; the same report gets it again.';
comment on column public.visit_reports.recorded_by is 'technician: on the phone; office: from paper.';
comment on column public.visit_reports.actor is 'auth.uid() of who sent it.';
comment on column public.visit_reports.recorded_at is 'When it was written down, with the phone''s clock set right.';
comment on column public.visit_reports.clock_in_doubt is 'Whether times of the report could not have been, even with its clock set right, and became the moment in which it came.';
comment on column public.visit_reports.received_at is 'For whoever looks into a report that came late: when it was here.';

create index visit_reports_by_visit on public.visit_reports (visit_id);
create index visit_reports_by_order on public.visit_reports (work_order_id) where work_order_id is not null;

insert into private.transitions (table_name, from_state, to_state, only_in) values
  ('visit_reports', 'new', 'conflict', null),
  ('visit_reports', 'conflict', 'accepted', '{accept_report}'),
  ('visit_reports', 'conflict', 'discarded', '{discard_report}');
create trigger guard_state before update of state on public.visit_reports
  for each row execute function private.guard_state();
create trigger guard_new_state before insert on public.visit_reports
  for each row when (new.state <> 'accepted') execute function private.guard_state();

create function private.emptied(report jsonb)
returns jsonb
language sql immutable
return jsonb_build_object('report_id', report -> 'report_id', 'is_emptied', true);
comment on function private.emptied is 'What is kept of a report about a client who was erased, unless it is the record of a visit: that there was one.';

create function private.customer_of_work(visit_id uuid, work_order_id uuid)
returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce(
    (select c.customer_id
     from public.maintenance_visits v
     join public.maintenance_cycles y on y.id = v.cycle_id
     join public.maintenance_contracts c on c.id = y.contract_id
     where v.id = customer_of_work.visit_id),
    (select w.customer_id from public.work_orders w where w.id = customer_of_work.work_order_id));
end;
$$;
comment on function private.customer_of_work is 'Whose a visit, or a repair, is; null for neither.';

create function private.enders_of_visits()
returns text[]
language sql immutable
return array['complete_visit', 'fail_visit', 'accept_report', 'discard_report'];
comment on function private.enders_of_visits is 'The functions that take reports; they alone write the record of a visit.';
grant execute on function private.enders_of_visits to service_role;

create function private.enders_of_repairs()
returns text[]
language sql immutable
return array['complete_repair', 'fail_repair', 'accept_report', 'discard_report'];
comment on function private.enders_of_repairs is 'The functions that take reports of repairs.';
grant execute on function private.enders_of_repairs to service_role;

create function private.guard_report()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' and private.made_by() = 'erase_customer' then
    return new;
  elsif private.made_by() is null or private.made_by() <> all (
      case when to_jsonb(new) ->> 'work_order_id' is null then private.enders_of_visits() else private.enders_of_repairs() end) then
    raise exception 'what is written about a visit is written as the visit ends' using errcode = 'MT002';
  elsif tg_op = 'UPDATE' and to_jsonb(new) - '{state,answer}'::text[] <> to_jsonb(old) - '{state,answer}'::text[] then
    raise exception 'a report stays as it was sent' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.guard_report is 'Raises MT002 for a report or part of a visit that is not written by a function that ends visits, or of a repair by one that ends repairs, and for a report that would say something else, whoever asks.';

create trigger guard_report before insert or update on public.visit_reports
  for each row execute function private.guard_report();
create trigger refuse_delete before delete on public.visit_reports
  for each row execute function private.refuse_delete();

-- The record of a visit -----------------------------------------------------------------------------------

create function private.is_signed_or_not(signed_as text, signed_by text, signed_how text, unsigned_reason text)
returns boolean
-- plpgsql, as whatever a check calls: a body of sql would be read with the check by every statement.
language plpgsql immutable
set search_path = ''
as $$
begin
  return case
    when signed_as is null then num_nonnulls(signed_by, signed_how, unsigned_reason) = 0
    when signed_as = 'unable' then signed_how is null and length(unsigned_reason) <= 500
    when signed_as = any ('{client, caregiver, facility_staff}') then signed_by is not null and signed_how = any ('{drawn, typed}')
      and unsigned_reason is null
    else false end is true;
end;
$$;
comment on function private.is_signed_or_not is 'Whether somebody signed in one of two ways, or it is said why nobody did (at most 500 characters), or nobody was asked yet.';
grant execute on function private.is_signed_or_not to authenticated, service_role;

alter table public.maintenance_visits
  add column service_on date,
  add column started_at timestamptz,
  add column finished_at timestamptz,
  add column labour_minutes integer check (labour_minutes between 0 and 1440),
  add column findings text,
  add column advice_to_client text check (length(advice_to_client) <= 1000),
  add column signed_by text check (private.is_one_line(signed_by, 200)),
  add column signed_as text,
  add column signed_how text,
  add column unsigned_reason text check (private.says_why(unsigned_reason)),
  add column report_id uuid references public.visit_reports deferrable initially deferred,
  add constraint visits_begin_before_they_end check (started_at <= finished_at),
  add constraint visits_signed_or_not check (private.is_signed_or_not(signed_as, signed_by, signed_how, unsigned_reason));
comment on column public.maintenance_visits.service_on is 'The company day on which the unit was serviced; null until it is done.';
comment on column public.maintenance_visits.started_at is 'When work on this unit began.';
comment on column public.maintenance_visits.finished_at is 'When work on this unit was over.';
comment on column public.maintenance_visits.labour_minutes is 'Time spent on this unit, as the technician says.';
comment on column public.maintenance_visits.findings is 'What was found, for the office and the next technician.';
comment on column public.maintenance_visits.advice_to_client is 'What the client is told in the summary.';
comment on column public.maintenance_visits.signed_by is 'Name of who signed.';
comment on column public.maintenance_visits.signed_as is 'Who that is to the client; unable: nobody could sign, for unsigned_reason.';
comment on column public.maintenance_visits.signed_how is 'drawn: the picture is in visit_files; typed: the name stands for it.';
comment on column public.maintenance_visits.unsigned_reason is 'Why nobody signed.';
comment on column public.maintenance_visits.report_id is 'The report that this record was taken from; null for visits that ended without one.';

create function private.guard_record()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and num_nonnulls(new.service_on, new.started_at, new.finished_at, new.labour_minutes, new.findings,
      new.advice_to_client, new.signed_by, new.signed_as, new.signed_how, new.unsigned_reason, new.report_id) = 0 then
    return new;
  elsif private.made_by() is null or private.made_by() <> all (private.enders_of_visits() || text 'erase_customer') then
    raise exception 'the record of a visit is written as it ends' using errcode = 'MT002';
  end if;
  return new;
end;
$$;
comment on function private.guard_record is 'Raises MT002 when the record of a visit is written by anything but a function that ends visits, whoever asks.';

-- Without a condition: each booking would read it anew.
create trigger guard_new_record before insert on public.maintenance_visits
  for each row execute function private.guard_record();
create trigger guard_record before update of service_on, started_at, finished_at, labour_minutes, findings, advice_to_client,
  signed_by, signed_as, signed_how, unsigned_reason, report_id on public.maintenance_visits
  for each row when ((new.service_on, new.started_at, new.finished_at, new.labour_minutes, new.findings, new.advice_to_client,
      new.signed_by, new.signed_as, new.signed_how, new.unsigned_reason, new.report_id)
    is distinct from (old.service_on, old.started_at, old.finished_at, old.labour_minutes, old.findings, old.advice_to_client,
      old.signed_by, old.signed_as, old.signed_how, old.unsigned_reason, old.report_id))
  execute function private.guard_record();

-- Parts -----------------------------------------------------------------------------------------------------

create table public.visit_parts (
  id uuid primary key default gen_random_uuid(),
  visit_id uuid not null references public.maintenance_visits,
  position integer not null check (position > 0),
  product_id uuid references public.products,
  description text not null check (private.is_one_line(description, 300)),
  quantity numeric(10, 2) not null check (quantity > 0 and quantity <= 999),
  unit_price numeric(10, 2) not null check (unit_price >= 0 and unit_price < 100000),
  charge text not null check (charge in ('included', 'billed', 'quote')),
  serial_number text check (private.is_one_line(serial_number, 254)),
  constraint visit_parts_position_key unique (visit_id, position)
);
comment on table public.visit_parts is 'Parts that a visit used, or that a repair after it will need.';
comment on column public.visit_parts.description is 'What the part is called on paper: its product''s name, unless the technician wrote another.';
comment on column public.visit_parts.charge is 'included: the visit''s fee covers it; billed: a line of the stop''s invoice; quote: not used yet, a line of the repair''s quote.';
comment on column public.visit_parts.serial_number is 'Of the part, for whoever recalls it.';

create trigger guard_report before insert on public.visit_parts
  for each row execute function private.guard_report();
create trigger keep_parts before update or delete on public.visit_parts
  for each row execute function private.refuse_change();

-- Files -------------------------------------------------------------------------------------------------

create function private.png_parts_fit(content bytea)
returns boolean
language plpgsql immutable
set search_path = ''
as $$
declare
  v_at integer := 34;
  v_length bigint;
  v_kind text;
  v_has_picture boolean := false;
begin
  -- Behind the head: length, name, content and checksum of each part, to the end of the file and no further.
  while v_at + 11 <= octet_length(content) loop
    v_length := ('x' || encode(substring(content from v_at for 4), 'hex'))::bit(32)::bigint;
    v_kind := encode(substring(content from v_at + 4 for 4), 'escape');
    if v_kind !~ '^[A-Za-z]{4}$' or v_at + 11 + v_length > octet_length(content) then
      return false;
    elsif v_kind = 'IEND' then
      return v_has_picture and v_length = 0 and v_at + 11 = octet_length(content);
    end if;
    v_has_picture := v_has_picture or v_kind = 'IDAT' and v_length > 0;
    v_at := v_at + 12 + v_length::integer;
  end loop;
  return false;
end;
$$;
comment on function private.png_parts_fit is 'Whether the parts of a PNG picture behind its head follow each other to its end, a picture among them.';

create function private.is_png(content bytea, most_pixels integer)
returns boolean
language sql immutable
-- The head says how large the picture is, in four bytes each, how many bits its values have, which they are, and that
-- nothing of it is interlaced.
return case when octet_length(content) < 57 then false when content is not null then
  substring(content from 1 for 16) = '\x89504e470d0a1a0a0000000d49484452'
  and ('x' || encode(substring(content from 17 for 4), 'hex'))::bit(32)::bigint between 1 and most_pixels
  and ('x' || encode(substring(content from 21 for 4), 'hex'))::bit(32)::bigint between 1 and most_pixels
  and get_byte(content, 24) in (8, 16) and get_byte(content, 25) in (0, 2, 4, 6)
  and substring(content from 27 for 3) = '\x000000'
  and private.png_parts_fit(content) end;
comment on function private.is_png is 'Whether bytes are put together as a PNG picture of at most so many pixels each way: whole, nothing else beside it, and of a kind that signature pads make: without palette, not interlaced; null for none. What its parts hold is for whoever draws it, with care (lib/pdf/drawing.ts).';

create trigger audit after insert or update or delete on public.visit_reports for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.visit_parts for each row execute function private.record_change();

-- Access --------------------------------------------------------------------------------------------

do $$
declare
  v_table text;
begin
  foreach v_table in array array['visit_reports', 'visit_parts'] loop
    execute format('alter table public.%I enable row level security', v_table);
    execute format('create policy office_reads on public.%I for select to authenticated using ((select private.is_office()))', v_table);
    execute format('grant select on public.%I to authenticated, service_role', v_table);
  end loop;
end;
$$;
