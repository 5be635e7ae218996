-- Scan: the existing install base in a dry run, which changes nothing but itself.

create table public.backfill_runs (
  id uuid primary key default gen_random_uuid(),
  today date not null,
  weeks integer not null check (weeks between 1 and 52),
  first_day date,
  revives_cancelled boolean not null default false,
  file_ids uuid[] not null,
  content_hash text check (content_hash ~ '^[0-9a-f]{64}$'),
  state text not null default 'ready' check (state in ('scanning', 'ready', 'executing', 'stopped', 'done', 'taking_back', 'taken_back')),
  report jsonb not null default '{}',
  started_by uuid default auth.uid(),
  created_at timestamptz not null default clock_timestamp(),
  to_enrol integer not null default 0,
  enrolled integer not null default 0,
  passed_over integer not null default 0,
  failed integer not null default 0,
  taken_back integer not null default 0,
  asked_until integer not null default 0,
  finished_at timestamptz,
  constraint backfill_runs_begin_later check (first_day > today)
);
comment on table public.backfill_runs is 'A dry run over imported files and, when it was executed, what became of it.';
comment on column public.backfill_runs.today is 'The company day that the run was made for: anchors, delays and the window of first mails count from it.';
comment on column public.backfill_runs.weeks is 'Length of the window that first mails are spread over; it begins on first_day.';
comment on column public.backfill_runs.first_day is 'The first day on which anybody is mailed; the day after today where nobody chose one.';
comment on column public.backfill_runs.state is 'scanning: not all rows are judged and staggered yet. stopped: somebody stopped the execution, which can go on.';
comment on column public.backfill_runs.revives_cancelled is 'Whether units whose contract was cancelled are enrolled again; only when somebody asks.';
comment on column public.backfill_runs.content_hash is 'SHA-256 of the files'' contents, where the command line started the run: it finishes a stopped run of the same files.';
comment on column public.backfill_runs.report is 'What the dry run said; kept as it was said.';
comment on column public.backfill_runs.to_enrol is 'New units; how many of them became what is counted as it happens, so that no batch counts all the others.';
comment on column public.backfill_runs.passed_over is 'Units that were no longer new when their turn came.';
comment on column public.backfill_runs.asked_until is 'The position up to which rows in doubt were put to a person.';
comment on column public.backfill_runs.started_by is 'For whoever looks into a run: who asked for it.';

create table public.backfill_rows (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null references public.backfill_runs on delete cascade,
  position integer not null,
  import_row_id uuid not null references public.import_rows on delete cascade,
  unit_number integer check (unit_number > 0),
  outcome text not null check (outcome in ('new', 'already_enrolled', 'skipped')),
  reason text check (reason in (
    'invalid_row', 'unknown_customer', 'unknown_product', 'not_confirmed', 'non_positive_quantity', 'no_category',
    'not_enabled', 'not_delivered', 'no_serial', 'duplicate', 'cancelled_before')),
  customer_id uuid references public.customers,
  product_id uuid references public.products,
  category_id uuid references public.equipment_categories,
  source_line_id uuid references public.sales_order_lines,
  source_claim_id uuid references public.device_claims,
  unit_id uuid references public.units deferrable initially deferred,
  serial_number text,
  anchor_on date,
  anchor_source text check (anchor_source in ('delivery', 'invoice', 'order', 'today')),
  interval_months integer,
  fee numeric(10, 2),
  first_due_on date,
  mail_on date,
  due_on date,
  consent text check (consent in ('none', 'contract', 'purchase', 'express')),
  purchased_on date,
  doubt text,
  rival_id uuid references public.customers,
  consent_on date,
  makes_unit boolean,
  state text check (state in ('pending', 'enrolled', 'skipped', 'failed', 'taken_back')),
  failure text,
  contract_id uuid references public.maintenance_contracts deferrable initially deferred,
  constraint backfill_rows_skip_has_reason check ((outcome = 'skipped') = (reason is not null)),
  constraint backfill_rows_new_has_state check ((outcome = 'new') = (state is not null)),
  constraint backfill_rows_new_is_whole check (outcome <> 'new' or (
    customer_id is not null and category_id is not null and anchor_on is not null and interval_months is not null
    and fee is not null and first_due_on is not null))
-- Its rows are written three times: found, staggered, enrolled. What is free on a page takes the next version of its rows.
) with (fillfactor = 60);
comment on table public.backfill_rows is 'What a run found: a row per unit that is new or enrolled already, and per file row that was skipped, with its one reason.';
comment on column public.backfill_rows.position is 'Claims before order lines, each in file order: the first of two rows that tell of one unit wins.';
comment on column public.backfill_rows.unit_id is 'The unit that exists already, or was made. Its key and the contract''s are chosen before the rows exist, hence deferred.';
comment on column public.backfill_rows.first_due_on is 'Anchor plus interval; a unit past it is overdue.';
comment on column public.backfill_rows.mail_on is 'Business day of the first mail of a unit that would be mailed within 30 days; its due date is later by the unit''s longest band.';
comment on column public.backfill_rows.due_on is 'Due date of the first cycle.';
comment on column public.backfill_rows.doubt is 'What a person should look at whatever the outcome: a serial number that another client has too, or that stands twice on a line, a key that an earlier row has for something else, a date that cannot be.';
comment on column public.backfill_rows.rival_id is 'The other client who has the device of that serial number: a person decides whose it is.';
comment on column public.backfill_rows.makes_unit is 'Whether the unit was made by the run, and was not there before.';
comment on column public.backfill_rows.consent_on is 'The day that the consent counts from.';
comment on column public.backfill_rows.consent is 'Why the client may be written to as of the run''s day; a purchase counts for two years.';

-- Of a run that was just scanned no statistics are known: without it each client is looked for in the whole run.
create index backfill_rows_by_customer on public.backfill_rows (run_id, customer_id);
create index backfill_rows_by_run on public.backfill_rows (run_id, position, unit_number);
create index backfill_rows_in_doubt on public.backfill_rows (run_id, position) where doubt is not null;
create index backfill_rows_by_state on public.backfill_rows (run_id, state, position, unit_number) where state is not null;
-- Whoever takes a unit or a contract away is asked by the rows that name them.
create index backfill_rows_by_unit on public.backfill_rows (unit_id) where unit_id is not null;
create index backfill_rows_by_contract on public.backfill_rows (contract_id) where contract_id is not null;

-- While a run is scanned ----------------------------------------------------------------------------------

create table private.backfill_scans (
  run_id uuid primary key references public.backfill_runs on delete cascade,
  step text not null default 'judge' check (step in ('judge', 'rank', 'stagger', 'report')),
  file_number integer not null default 1,
  line integer not null default 1,
  judged integer not null default 0,
  to_judge integer not null,
  staggered integer not null default 0
);
comment on table private.backfill_scans is 'How far the scan of a run has come: a large one takes many calls.';
comment on column private.backfill_scans.file_number is 'The place of the file in private.scanned_files whose rows come next.';
comment on column private.backfill_scans.line is 'The last line of that file that was judged.';
comment on column private.backfill_scans.staggered is 'The rank of the last client whose first mail has its day.';

-- Without foreign keys: a scan writes them by the thousand, and lets go of them at its end.
create table private.backfill_refs (
  run_id uuid not null,
  is_claim boolean not null,
  ref_hash uuid not null,
  told_by uuid not null,
  unit_from uuid,
  primary key (run_id, is_claim, ref_hash)
);
comment on table private.backfill_refs is 'Of the rows with one key: which was the first (told_by), and which the first that could be enrolled (unit_from). The rows of one step are compared with those of all before by these two tables, and so are read once.';
comment on column private.backfill_refs.ref_hash is 'A key may be longer than an index holds.';

create table private.backfill_serials (
  run_id uuid not null,
  serial_hash uuid not null,
  customer_id uuid not null,
  position integer not null,
  unit_number integer not null,
  primary key (run_id, serial_hash)
);
comment on table private.backfill_serials is 'The first unit of a scan that has a serial number.';

create table private.backfill_ranks (
  run_id uuid not null,
  rank integer not null,
  customer_id uuid not null,
  primary key (run_id, rank)
);
comment on table private.backfill_ranks is 'The clients of a run whose first mails are spread, in their order.';

create function private.enrolment_obstacle(unit_id uuid, is_retired boolean, revives_cancelled boolean)
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return case
    when exists (select from public.maintenance_contracts c where c.unit_id = enrolment_obstacle.unit_id and c.state <> 'cancelled') then 'already_enrolled'
    when is_retired or (not revives_cancelled and exists (
      select from public.maintenance_contracts c where c.unit_id = enrolment_obstacle.unit_id)) then 'cancelled_before'
    end;
end;
$$;
comment on function private.enrolment_obstacle is 'Why a unit that is known, or a retired one, may not be enrolled: already_enrolled, or cancelled_before unless somebody asked to revive; null when it may.';

-- What is said of a row ---------------------------------------------------------------------------------------

create function private.plausible(on_day date, latest date)
returns date
language sql immutable
return case when on_day between date '1990-01-01' and latest then on_day end;
comment on function private.plausible is 'The day, if things can have happened on it: no later than that, nor before the equipment of today was sold; else null.';

create function private.date_doubt(name text, on_day date, latest date)
returns text
language sql immutable
return case when on_day is not null and private.plausible(on_day, latest) is null
  then format('%s %s cannot be: due dates do not count from it', name, on_day) end;
comment on function private.date_doubt is 'What is said of a day that is not plausible; null for one that is, and for none.';

create function private.key_doubt(name text, ref text, fields jsonb, first_fields jsonb, first_line integer)
returns text
language sql immutable
return (
  select format('%s "%s" is already on line %s, with another %s', name, ref, first_line, string_agg(e.key, ', ' order by e.key))
  from jsonb_each(fields) e where e.value is distinct from first_fields -> e.key
  having count(*) > 0);
comment on function private.key_doubt is 'What is said of a row whose key an earlier one has, and which tells something else; null where it tells the same.';

create trigger refuse_delete before delete on public.backfill_runs
  for each row execute function private.refuse_delete();
create trigger refuse_delete before delete on public.backfill_rows
  for each row execute function private.refuse_delete();
create trigger audit after insert or update or delete on public.backfill_runs for each row execute function private.record_change('report', 'enrolled', 'passed_over', 'failed', 'taken_back', 'asked_until');

-- Access --------------------------------------------------------------------------------------------

alter table public.backfill_runs enable row level security;
alter table public.backfill_rows enable row level security;
create policy office_reads on public.backfill_runs for select to authenticated using ((select private.is_office()));
create policy office_reads on public.backfill_rows for select to authenticated using ((select private.is_office()));
grant select on public.backfill_runs, public.backfill_rows to authenticated, service_role;
