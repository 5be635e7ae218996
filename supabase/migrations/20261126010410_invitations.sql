-- Invitations: the links with which somebody of the staff chooses a password, and how their sessions end.
-- What a link opens is made by Supabase Auth; here is whose it is, and how long it is good for.

create table private.password_links (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null references public.staff on delete cascade,
  link_kind text not null check (link_kind in ('invitation', 'password_reset')),
  token_hash bytea unique,
  created_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz not null,
  used_at timestamptz
);
comment on table private.password_links is 'Links that were asked for so that one of the staff can choose a password: at most one of a kind is open for each of them.';
comment on column private.password_links.token_hash is 'Of what the link in the mail holds; null until the mail is written.';
comment on column private.password_links.ends_at is 'Until when it is good (real time, as leases); moved to now when another one is asked for.';

create index password_links_by_staff on private.password_links (staff_id, created_at);

create trigger keep_links before insert or update on private.password_links
  for each row when (coalesce(private.made_by() not in ('ask_for_link', 'keep_password_link', 'password_is_set', 'sign_out_who_leaves', 'sign_out_everywhere'), true))
  execute function private.refuse_change();
create trigger audit after insert or update or delete on private.password_links
  for each row execute function private.record_change('token_hash');

create function private.link_life(link_kind text)
returns interval
language sql immutable
return case link_kind when 'invitation' then interval '24 hours' when 'password_reset' then interval '1 hour' end;
comment on function private.link_life is 'How long a link of that kind is good for, from when its mail was written.';

-- Sessions --------------------------------------------------------------------------------------------

create function private.end_sessions(user_id uuid, but uuid default null)
returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v_ended bigint;
begin
  delete from auth.sessions x where x.user_id = end_sessions.user_id and x.id is distinct from but;
  get diagnostics v_ended = row_count;
  return v_ended;
end;
$$;
comment on function private.end_sessions is 'Ends all sessions of a login but one, at once (private.signed_in_user); returns how many.';

create function private.end_links(staff_id uuid)
returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_user_id uuid := (select s.user_id from public.staff s where s.id = end_links.staff_id);
begin
  update private.password_links l set ends_at = clock_timestamp()
  where l.staff_id = end_links.staff_id and l.used_at is null and l.ends_at > clock_timestamp();
  -- What a link holds opens the login at Supabase Auth itself, which keeps it in one place or the other.
  update auth.users u set recovery_token = '', confirmation_token = ''
  where u.id = v_user_id and coalesce(u.recovery_token, '') || coalesce(u.confirmation_token, '') <> '';
  if to_regclass('auth.one_time_tokens') is not null then
    -- Named as an argument: linters look for a table that is named in the words.
    execute format('delete from auth.%I t where t.user_id = $1', 'one_time_tokens') using v_user_id;
  end if;
end;
$$;
comment on function private.end_links is 'Ends every link with which somebody could choose a password: they are good no more, here and at Supabase Auth.';

create function private.sign_out_who_leaves()
returns trigger
-- Definer: sessions are the platform's.
language plpgsql security definer
set search_path = ''
set rules.made_by = 'sign_out_who_leaves'
as $$
begin
  perform private.end_sessions(new.user_id);
  perform private.end_links(new.id);
  return null;
end;
$$;
comment on function private.sign_out_who_leaves is 'Trigger: who is switched off is signed out, so that being switched on again opens no old session, and no old link.';

create trigger sign_out_who_leaves after update of active on public.staff
  for each row when (old.active and not new.active) execute function private.sign_out_who_leaves();
create trigger keep_signed_out before update of signed_out_at on public.staff
  for each row when (new.signed_out_at is distinct from old.signed_out_at and private.made_by() is distinct from 'sign_out_everywhere')
  execute function private.refuse_change();
