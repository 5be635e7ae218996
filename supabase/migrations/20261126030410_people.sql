-- The door to logins: who works here, for administrators; one's own password and sessions; and what whoever sends a link needs.

create function public.staff_page()
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.staff_page();
end;
$$;
comment on function public.staff_page is 'Everybody on the staff, who is active first: {status: ok, staff: [{staff_id, name, email, role, state: off | signs_in | invited | run_out | not_invited, is_me, shown: to be sent back with a form, last_signed_in_at, signed_out_at, sessions: how many go on, link: the last one {link_kind, asked_at, ends_at, mail: the state of its message} or null, technician: {technician_id, name, active} or null}], technicians: who is in the calendar and has no login [{technician_id, name}]}. 42501 unless admin.';

create function public.invite_staff(name text, email text, role text, technician_id uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.invite_staff(name, email, role, technician_id);
end;
$$;
comment on function public.invite_staff is 'Puts somebody on the staff and mails a link that is good for 24 hours, with which they choose a password: {status: invited (staff_id) | rejected (reason: name, email, role, technician) | refused (reason: known, and who has that address)}. technician_id: whose day they see. 42501 unless admin.';

create function public.send_password_link(staff_id uuid)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.send_password_link(staff_id);
end;
$$;
comment on function public.send_password_link is 'Mails the invitation again; to who has signed in before a link for a new password, good for one hour: {status: sent (link_kind) | refused (reason: off, email, too_often)}. The link before it is no longer good. 42501 unless admin, PT404.';

create function public.change_staff(staff_id uuid, name text, role text, shown text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.change_staff(staff_id, name, role, shown);
end;
$$;
comment on function public.change_staff is 'Another name or other rights, from the next request on: {status: changed | unchanged | rejected (reason: name, role) | refused (reason: changed (by, at), self: nobody changes their own rights)}. 42501 unless admin, PT404.';

create function public.switch_staff(staff_id uuid, active boolean, shown text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_admin();
  return private.switch_staff(staff_id, active, shown);
end;
$$;
comment on function public.switch_staff is 'Switches a login off, which ends its sessions at once, or on again: {status: switched | rejected (reason: active) | refused (reason: changed (by, at), self)}. A technician stays in the calendar (deactivate_technician). 42501 unless admin, PT404, MT022.';

create function public.sign_out_everywhere(staff_id uuid default null)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_me uuid := (select private.me() where private.staff_role() is not null);
begin
  perform private.require_own_login(coalesce(staff_id, v_me));
  return private.sign_out_everywhere(coalesce(staff_id, v_me));
end;
$$;
comment on function public.sign_out_everywhere is 'Ends every session of one''s own, this one too, or as administrator somebody else''s, and every link to choose a password: {status: signed_out, sessions: how many}. 42501, PT404.';

create function public.password_is_set()
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.require_own_login(private.me());
  return private.password_is_set(private.signed_in_user(), (auth.jwt() ->> 'session_id')::uuid);
end;
$$;
comment on function public.password_is_set is 'Said after one chose a password: one''s links are used, and all other sessions end: {status: ok, ended: how many}. 42501 unless on the staff.';

grant execute on function public.staff_page, public.invite_staff, public.send_password_link, public.change_staff, public.switch_staff,
  public.sign_out_everywhere, public.password_is_set to authenticated, service_role;

create function public.forgot_password(email text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.forgot_password(email);
end;
$$;
comment on function public.forgot_password is 'Mails a link for a new password to whoever of the staff signs in with that address, three an hour and ten a day at most: {status: ok}, whether there is somebody or not | {status: rejected, reason: email} for more than an address has.';

create function public.password_link(token_hash text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.password_link(token_hash);
end;
$$;
comment on function public.password_link is 'Whether a link to choose a password is good; asking uses nothing up: {status: open (link_kind: invitation | password_reset, email: what one signs in with) | over | unknown}.';

grant execute on function public.forgot_password, public.password_link to anon, authenticated, service_role;

create function public.keep_password_link(message_id uuid, lease_id uuid, user_id uuid, token_hash text)
returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  return private.keep_password_link(message_id, lease_id, user_id, token_hash);
end;
$$;
comment on function public.keep_password_link is 'Whoever writes a mail with a link says which login Supabase Auth made it for, and its secret, of which a hash is kept: {status: kept} | {status: lost} when the lease had passed on or the link is no longer wanted | {status: refused, reason: other_login} when that address is somebody else''s login. From then on the member of staff has that login, and the link its time.';

grant execute on function public.keep_password_link to service_role;
