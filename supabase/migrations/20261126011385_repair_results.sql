-- Repair results: what a repair came to, and what it made of the lines that had failed.

create table public.repair_reports (
  id uuid primary key,
  work_order_id uuid not null unique references public.work_orders,
  recorded_by text not null check (recorded_by in ('technician', 'office')),
  repaired_on date not null,
  labour_minutes integer check (labour_minutes between 0 and 1440),
  report jsonb not null check (jsonb_typeof(report) = 'object' and length(report::text) <= 200000),
  answer jsonb,
  signature bytea check (octet_length(signature) <= 102400 and private.is_png(signature, 4000)),
  actor uuid default auth.uid(),
  received_at timestamptz not null default private.clock()
);
comment on table public.repair_reports is 'How a repair was reported, once for each that is done. Never changed, never deleted.';
comment on column public.repair_reports.id is 'The report''s own id, made where it was written: the same report sent again is answered the same.';
comment on column public.repair_reports.labour_minutes is 'For whoever looks whether the least time of the rate card was enough.';
comment on column public.repair_reports.report is 'The report as it came, but for a drawn signature.';
comment on column public.repair_reports.answer is 'What it was answered; the same report gets it again.';
comment on column public.repair_reports.signature is 'The drawn signature, as a picture; kept as long as the record that it signs.';
comment on column public.repair_reports.actor is 'auth.uid() of whoever sent it.';

create table public.repair_results (
  id uuid primary key default gen_random_uuid(),
  work_order_id uuid not null references public.work_orders,
  position integer not null,
  result text not null check (result in ('pass', 'fail', 'not_applicable')),
  note text check (btrim(note) <> '' and length(note) <= 500),
  answered_at timestamptz not null default private.clock(),
  constraint repair_results_position_key unique (work_order_id, position)
);
comment on table public.repair_results is 'What a repair made of the lines that had failed at its visit. The visit''s own answers stay as they were given.';
comment on column public.repair_results.position is 'Which line of the visit''s version of the checklist.';

create view private.checklist_since_repair as
  select c.visit_id, c.position, c.section, c.label, c.required, c.safety_critical,
    coalesce(r.result, c.result) as result, coalesce(r.note, case when r.result is null then c.note end) as note,
    coalesce(r.answered_at, c.answered_at) as answered_at, r.work_order_id
  from private.visit_checklist c
  left join lateral (
    select n.result, n.note, n.answered_at, n.work_order_id
    from public.work_orders w join public.repair_results n on n.work_order_id = w.id
    where w.visit_id = c.visit_id and n.position = c.position
    order by n.answered_at desc, w.number desc limit 1
  ) r on true;
comment on view private.checklist_since_repair is 'The checklist of a visit with its answers as repairs have changed them since; work_order_id names the repair, null where the answer is the visit''s own. To be read by visit.';

create table public.repair_failures (
  id uuid primary key,
  work_order_id uuid not null references public.work_orders,
  task_id uuid not null references public.technician_tasks,
  outcome text not null check (outcome in ('no_show', 'not_completed')),
  reason text not null check (private.says_why(reason)),
  note text check (private.says_why(note)),
  recorded_by text not null check (recorded_by in ('technician', 'office')),
  actor uuid default auth.uid(),
  received_at timestamptz not null default private.clock()
);
comment on table public.repair_failures is 'A drive to a repair that came to nothing: why. Never changed, never deleted.';
comment on column public.repair_failures.id is 'The report''s own id, made where it was written: sent again it is answered the same.';
comment on column public.repair_failures.reason is 'Of private.fail_reasons, as for visits.';
comment on column public.repair_failures.actor is 'auth.uid() of whoever sent it.';
create index repair_failures_by_order on public.repair_failures (work_order_id, received_at);

create function private.guard_repair_result()
returns trigger
-- Definer: the rule holds for writers who may not read the rest.
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op <> 'INSERT' or coalesce(private.made_by() not in ('complete_repair', 'accept_report'), true) then
    raise exception 'what a repair found is written as it is completed, and stays' using errcode = 'MT002';
  elsif not exists (
    select from public.work_orders w join private.visit_checklist c on c.visit_id = w.visit_id
    where w.id = new.work_order_id and c.position = new.position and c.result = 'fail') then
    raise exception 'line % had not failed at the visit', new.position using errcode = '23514';
  end if;
  return new;
end;
$$;
comment on function private.guard_repair_result is 'Raises MT002 for an answer that neither complete_repair nor accept_report gives, and for one that would change; 23514 for a line that had not failed. Whoever asks.';

create trigger guard_repair_result before insert or update or delete on public.repair_results
  for each row execute function private.guard_repair_result();
create trigger keep_report before insert on public.repair_reports
  for each row when (coalesce(private.made_by() not in ('complete_repair', 'accept_report'), true)) execute function private.refuse_change();
-- Its answer is known when all that follows from it is written.
create trigger keep_reports before update on public.repair_reports
  for each row when (coalesce(private.made_by() not in ('complete_repair', 'accept_report'), true) or old.answer is not null
    or to_jsonb(new) - 'answer' <> to_jsonb(old) - 'answer')
  execute function private.refuse_change('erase_customer');
create trigger keep_all_reports before delete on public.repair_reports
  for each row execute function private.refuse_change();

create trigger keep_failure before insert on public.repair_failures
  for each row when (coalesce(private.made_by() not in ('fail_repair', 'accept_report'), true)) execute function private.refuse_change();
create trigger keep_failures before update or delete on public.repair_failures
  for each row execute function private.refuse_change('erase_customer');

create trigger audit after insert or update or delete on public.repair_failures for each row execute function private.record_change();
create trigger audit after insert or update or delete on public.repair_reports for each row execute function private.record_change('signature');
create trigger audit after insert or update or delete on public.repair_results for each row execute function private.record_change();

-- Access: the office reads, functions write ----------------------------------------------------------

alter table public.repair_reports enable row level security;
alter table public.repair_results enable row level security;
alter table public.repair_failures enable row level security;
create policy office_reads on public.repair_failures for select to authenticated using ((select private.is_office()));
create policy office_reads on public.repair_reports for select to authenticated using ((select private.is_office()));
create policy office_reads on public.repair_results for select to authenticated using ((select private.is_office()));
grant select on public.repair_reports, public.repair_results, public.repair_failures to authenticated, service_role;
