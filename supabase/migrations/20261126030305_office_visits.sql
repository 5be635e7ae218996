-- The office's door to one visit: all of it on one page, its record from paper, and mail about it once more.

create function public.visit_page(visit_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.visit_page(visit_id, private.clock());
end;
$$;
comment on function public.visit_page is 'A visit as the office sees it: {status: ok}, who, where and when (private.visit_planned), checklist as visit_sheet tells it, record: what was reported (private.record_told; null before), photos: those that no report has named (yet), kept: reports that met a visit which had changed (private.kept_told), what came of it (private.outcome_told), reversal: what taking it back would bring about (private.reversal_told; null unless it is done), technicians: who can have been there [{technician_id, name}]. 42501 unless office, PT404.';

create function public.record_from_paper(visit_id uuid, technician_id uuid, report jsonb)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.record_from_paper(visit_id, technician_id, report, private.clock());
end;
$$;
comment on function public.record_from_paper is 'The office says that a visit was done as a sheet of paper tells, by that technician: answers as complete_visit does, and {status: refused, reason: technician (has left), visits (another unit of the stop was done already, by whom it is told), overlap (they have something else at that time)} | {status: rejected, reason: range, field: started_at or finished_at} for a time more than 12 hours before the stop, or still to come, or {reason: missing, field: technician_id} where nobody is named. 42501 unless office, PT404.';

create function public.mail_invoice_again(invoice_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.mail_invoice_again(invoice_id, private.clock());
end;
$$;
comment on function public.mail_invoice_again is 'Mails an issued invoice once more: {status: queued (mailed_to: to how many addresses) | refused (reason: draft, void, quiet, nobody, waiting, recent: as private.refuse_to_mail_again)}. Who asked is in the audit trail. 42501 unless office, PT404.';

create function public.mail_summary_again(visit_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.mail_summary_again(visit_id, private.clock());
end;
$$;
comment on function public.mail_summary_again is 'Mails once more what was done at the stop of a visit, with its certificates that are in force and its invoice: {status: queued (mailed_to: to how many addresses) | refused (reason: state (not over, or taken back), quiet, nobody, waiting, recent: as private.refuse_to_mail_again)}. Who asked is in the audit trail. 42501 unless office, PT404.';

grant execute on function public.visit_page, public.record_from_paper, public.mail_invoice_again, public.mail_summary_again to authenticated, service_role;
