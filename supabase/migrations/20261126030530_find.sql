-- Find: the office's one box.

create function public.find(typed text, most integer default 5, kind text default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set jit = off
as $$
begin
  perform private.require_office();
  return private.find(typed, most, kind);
end;
$$;
comment on function public.find is 'Whatever fits what was typed, accents, punctuation, phone formats and the order of words aside: {status: ok, total, groups: [{kind: client | unit | activity | contract | visit | invoice | certificate | order, count: how many there are, rows: at most `most` (1 to 50) of them}]}, the kind of which the very number was typed first, then clients; only rows of `kind` where one is named. What a row tells: private.client_found, contract_found, find_units, find_activities, find_visits, find_invoices, find_certificates, find_orders. Visits and invoices are told by name where at most 20 contracts or clients fit. 42501 unless office.';

grant execute on function public.find to authenticated, service_role;
