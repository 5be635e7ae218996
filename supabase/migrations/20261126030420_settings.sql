-- The door to the settings and the catalogue: the office reads them, administrators change them.

create function public.settings_page()
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.settings_page();
end;
$$;
comment on function public.settings_page is 'The company''s settings: {status: ok, settings: column → value, last_change (private.last_change)}. 42501 unless office.';

create function public.save_settings(fields jsonb, shown jsonb default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.save_settings(fields, shown);
end;
$$;
comment on function public.save_settings is 'Changes some settings, all of them or none. fields: column → value; shown: what the page showed of them, so that nobody overwrites what somebody else changed meanwhile. {status: saved | rejected (reason: fields, fields: {each that is wrong: wrong}) | refused (reason: changed, fields, by, at)}. 42501 unless admin or service role.';

create function public.catalogue_page()
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.catalogue_page(private.clock());
end;
$$;
comment on function public.catalogue_page is 'The catalogue but for its products: {status: ok, today, categories: [policies (private.policy_told), contracts: that go on, lines: how many its checklist has], skills: [{id, name, categories, technicians}], tax_codes: as of today [{id, code, name, rate, zero_rated_reason, next_rate, next_name, next_from: the planned one, else null, categories}], rates: newest first [columns of callout_rates, is_to_come, is_over, quotes: of repairs of such equipment that wait for an answer], holidays: from today on [{id, on_day, name, stops: booked on it}]}. 42501 unless office.';

create function public.policy_page(category_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.policy_page(category_id, private.clock());
end;
$$;
comment on function public.policy_page is 'A category with its policy: {status: ok, policy (private.policy_told), reach (private.policy_reach), checklist (private.policy_checklist), last_change (private.last_change), and what can be chosen: categories [{id, name, is_on}], skills, tax_codes, services [{id, name}]}. 42501 unless office, PT404.';

create function public.checklist_page(category_id uuid)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_office();
  return private.checklist_page(category_id, private.clock());
end;
$$;
comment on function public.checklist_page is 'What is checked on a category''s units: {status: ok, code, name, visits: booked, which keep the list they have, most: {lines, section, label, help}, versions: newest first, at most thirty [{number, made_at, by, lines: [{position, section, label, help, required, safety_critical}]}]}. 42501 unless office, PT404.';

create function public.save_policy(category_id uuid, fields jsonb, shown jsonb default null, dry_run boolean default true)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.save_policy(category_id, fields, shown, coalesce(dry_run, true), private.clock());
end;
$$;
comment on function public.save_policy is 'Another policy for a category. It holds for new contracts, for times that are offered from now on and for visits that are recorded from now on; contracts keep what was agreed (reprice changes their fees). dry_run: only tells what would differ. {status: tried | saved (was, new (private.policy_told), reach (private.policy_reach)) | rejected (reason: fields, fields: {each that is wrong: wrong}) | refused (reason: changed, fields, by, at)}. fields: column → value; shown: what the page showed of them. 42501 unless admin or service role, PT404.';

create function public.save_catalogue_row(what text, fields jsonb, row_id uuid default null, shown jsonb default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.save_catalogue_row(what, row_id, fields, shown, private.company_day(private.clock()));
end;
$$;
comment on function public.save_catalogue_row is 'Makes a skill, tax_code, rate or holiday (what), or with row_id changes one: {status: saved (id) | rejected (reason: what; fields, fields: {each that is wrong: wrong | taken}) | refused (reason: changed, fields, by, at)}. What is new is given its code by its name. The rate of a tax_code that there is changes from a day on (next_rate, next_name, next_from: all or none): what was told, billed or issued before keeps its own. A rate that there is keeps its day and what it is for; what was quoted by it keeps its price. 42501 unless admin or service role, PT404.';

create function public.remove_catalogue_row(what text, row_id uuid, shown jsonb default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.remove_catalogue_row(what, row_id, private.company_day(private.clock()), shown);
end;
$$;
comment on function public.remove_catalogue_row is 'Takes out a skill or tax code that nothing names, a rate whose day is to come, or a holiday: {status: removed | gone | rejected (reason: what) | refused (reason: used, begun, changed (fields, by, at): the page showed another row)}. 42501 unless admin or service role.';

grant execute on function public.settings_page, public.save_settings, public.catalogue_page, public.policy_page, public.checklist_page, public.save_policy,
  public.save_catalogue_row, public.remove_catalogue_row to authenticated, service_role;
