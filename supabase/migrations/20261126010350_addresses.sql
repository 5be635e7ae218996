-- Addresses: how places are written and compared. Everybody types them differently; each question has one function
-- here, and columns that are derived from them.

create function private.compact(postal_code text)
returns text
language sql immutable
return upper(regexp_replace(postal_code, '\s', '', 'g'));
comment on function private.compact is 'A postal code without spaces, in upper case.';

create function private.postal_code(written text)
returns text
language sql immutable
return case
  when private.compact(private.tidy(translate(written, '-', ''))) ~ '^[A-Z]\d[A-Z]\d[A-Z]\d$'
    then regexp_replace(private.compact(private.tidy(translate(written, '-', ''))), '^(...)', '\1 ')
  else upper(private.tidy(written)) end;
comment on function private.postal_code is 'A postal code as it is written: upper case with one space in the middle; from abroad in upper case. Null when nothing is there.';

create function private.apartment_word()
returns text
language sql immutable
return '(?:apartment|apt|unit|unité|suite|ste|appartement|appt|app|bureau|flat|room|rm)';
comment on function private.apartment_word is 'What an apartment is called, as a regular expression.';

create function private.place_word()
returns text
language sql immutable
return '(?:basement|bsmt|bsmnt|upper|lower|rear)';
comment on function private.place_word is 'The part of a house that is an apartment by itself, as a regular expression.';

create function private.bare_apartment(written text)
returns text
language sql immutable
-- Before a number the word may stand without a space: Apt3.
return private.tidy(regexp_replace(private.tidy(translate(written, '()', '  ')),
  '^(' || private.apartment_word() || '(\M|(?=\d|ph\d))|no\M\.?|[-#:.\s])+', '', 'i'));
comment on function private.bare_apartment is '"3" of "Apt. 3", "Unit #3", "(Apt3)" and "# 3"; other words stay as they are. Null when nothing is left.';

create function private.apartment_key(written text)
returns text
language sql immutable
return nullif(ltrim(regexp_replace(
  replace(replace(replace(regexp_replace(private.folded(private.bare_apartment(written)), '[^a-z0-9\u0080-\uffff]', '', 'g'),
    'penthouse', 'ph'), 'bsmnt', 'basement'), 'bsmt', 'basement'),
  '(?<=^' || private.place_word() || ')(apartment|apt|unit|level|suite)(?=\d|$)', ''), '0'), '');
comment on function private.apartment_key is 'An apartment as it is compared; null when nothing is left.';

create type private.street_parts as (line text, apartment text);
comment on type private.street_parts is 'A street address without its apartment, and that apartment.';

create function private.is_numbered_road(line text)
returns boolean
language sql immutable
return line ~* ('\m(highway|hwy|autoroute|route|rte|line|concession|conc|con|side ?road|rr|r\.?\s?r|lot|box'
  '|(county|cty|regional|region|township|twp|range|rural|district|municipal)\.?\s+(road|rd|route))\.?$');
comment on function private.is_numbered_road is 'Whether the end of a street is a kind of road whose name is a number: "1234 Highway", "County Road", "RR".';

create function private.split_street(street text)
returns private.street_parts
language plpgsql immutable
set search_path = ''
as $$
declare
  v_word constant text := private.apartment_word();
  v_number constant text := '((?:[[:alpha:]]{1,3}[- ]?)?\d+(?:-?[[:alnum:]]+)?|[[:alpha:]]{1,2})';
  v_place constant text := private.place_word();
  v_name constant text := '((?:penthouse|ph|' || v_place || '(?:[-.\s]+(?:apartment|apt|unit|level|suite)(?:[-#.\s]+[[:alpha:]])?)?\.?)'
    || '(?:[-#.\s]*\d+[[:alpha:]]?)?)';
  v_house constant text := '(\d+[[:alpha:]]?(?:\s*[-–]\s*\d+[[:alpha:]]?)?\s.+)';
  v_street text := private.tidy(street);
  v_found text[];
begin
  -- Most have none, and a server keeps only thirty-two compiled expressions of a session at hand.
  if v_street !~* ('[-#(,;/–—]|\m(?:' || v_word || '|ph|penthouse|' || v_place || ')') then
    return row (v_street, null)::private.street_parts;
  end if;
  -- "12 King St (Apt 3)" is "12 King St, Apt 3".
  v_street := btrim(regexp_replace(v_street, '\s*\(\s*((?:' || v_word || '|#|penthouse|ph|' || v_place || ')[^()]*)\)', ', \1', 'i'), ' ,');
  -- "12 King St, Apt 3", "12 King St - Apt3", "12 King St PH 2", "12 King St Basement", "12 King St, Rear Unit 2"
  v_found := regexp_match(v_street, '^(.*?[[:alnum:].])(?:(?:\s*[-,;/–—]+\s*|\s+)(?:' || v_word || '[-\s#:.]+(?:no[.\s]+)?' || v_number
    || '|(' || v_word || '(?:ph)?\d+[[:alpha:]]?)|' || v_name || '))$', 'i');
  -- "12 King St #3", "12 King St, 3"; not "1234 Highway #7".
  if v_found is null then
    v_found := regexp_match(v_street, '^(.*[[:alnum:].])\s*(?:,?\s*#\s*([[:alnum:]-]+)|,\s*(\d+[[:alpha:]]?))$', 'i');
    v_found := case when not private.is_numbered_road(v_found[1]) then v_found end;
  end if;
  if v_found[1] ~ '[[:alpha:]]' then
    return row (v_found[1], coalesce(v_found[2], v_found[3], v_found[4]))::private.street_parts;
  end if;
  -- "3-12 King St", "#3 - 12 King St", "Unit 3, 12 King St", "PH 2, 12 King St", "Apt 3 12 King St"
  v_found := regexp_match(v_street, '^(?:(?:(?:' || v_word || '[.\s#]+|#\s*)?([[:alnum:]]+)|' || v_name || ')\s*[-–—,]\s*'
    || '|(?:' || v_word || '[.\s#]+|#\s*)([[:alnum:]]+)\s+|(' || v_word || '\d+[[:alpha:]]?)\s+)' || v_house || '$', 'i');
  if v_found is not null and (v_found[1] ~* '^(rr|hwy|lot|box)\d*$') is not true then
    return row (v_found[5], coalesce(v_found[1], v_found[2], v_found[3], v_found[4]))::private.street_parts;
  end if;
  return row (v_street, null)::private.street_parts;
end;
$$;
comment on function private.split_street is 'Takes the apartment out of a street address, in whatever form it stands there: "12 King St, Apt 3", "12 King St (Apt3)", "3-12 King St".';

create function private.split_home(street text, apartment text)
returns private.street_parts
language plpgsql immutable
set search_path = ''
as $$
declare
  v_parts private.street_parts := private.split_street(street);
begin
  -- Of "12-14 King St" with apartment 3 the 12 is no apartment, but the first number of the house.
  if street ~ '^\s*\d+\s*[-–—]\s*\d' and private.apartment_key(v_parts.apartment) <> private.apartment_key(split_home.apartment) then
    return row (private.tidy(street), split_home.apartment)::private.street_parts;
  end if;
  return v_parts;
end;
$$;
comment on function private.split_home is 'The same where the apartment may also stand beside the street.';

create function private.street_word(word text)
returns text
language sql immutable
return case
  when word in ('street', 'str', 'rue', 'saint', 'sainte', 'ste') then 'st'
  when word in ('avenue', 'ave') then 'av'
  when word in ('road', 'chemin', 'ch') then 'rd'
  when word in ('drive', 'drv') then 'dr'
  when word in ('boulevard', 'boul', 'bd') then 'blvd'
  when word in ('crescent', 'cr', 'crs', 'croissant') then 'cres'
  when word in ('court', 'crt', 'cour') then 'ct'
  when word in ('lane') then 'ln'
  when word in ('place') then 'pl'
  when word in ('square') then 'sq'
  when word in ('terrace', 'ter', 'tce') then 'terr'
  when word in ('circle', 'circ', 'cercle') then 'cir'
  when word in ('trail', 'tr') then 'trl'
  when word in ('parkway', 'pky') then 'pkwy'
  when word in ('highway', 'autoroute') then 'hwy'
  when word in ('cty') then 'county'
  when word in ('gardens', 'gdn') then 'gdns'
  when word in ('heights') then 'hts'
  when word in ('mount') then 'mt'
  when word in ('north', 'nord') then 'n'
  when word in ('south', 'sud') then 's'
  when word in ('east', 'est') then 'e'
  when word in ('west', 'ouest', 'o') then 'w'
  else word end;
comment on function private.street_word is 'A word of a street''s name in one form for all that mean the same: types of streets, directions, saints.';

create function private.address_key(street text, apartment text, postal_code text)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_parts private.street_parts := private.split_home(street, apartment);
  v_line text;
  v_apartments text[];
begin
  if v_parts.line is null then
    return null;
  end if;
  -- One way to write numbered roads: "RR 3" of "R.R. #3", "hwy 7" of "Hwy No. 7".
  v_line := regexp_replace(regexp_replace(replace(replace(private.folded(v_parts.line), '''', ''), 'hwy', 'hwy '),
    '\m(rural route|r\.?\s?r)\M\.?|\mrr(?=\d)', 'rr ', 'g'), '\mno\M\.?\s*(?=\d)', ' ', 'g');
  -- Number first, then in the order of the alphabet: "12 rue King" is 12 King St. What folding leaves beyond ASCII counts as letters.
  select string_agg(w.word, ' ' order by w.nth > 1, w.word collate "C") into v_line
  from (
    select private.street_word(s.word) as word, s.nth
    from regexp_split_to_table(v_line, '[^a-z0-9\u0080-\uffff]+') with ordinality s (word, nth)
    where s.word not in ('', 'de', 'du', 'des', 'la', 'le', 'les')
  ) w;
  if num_nonnulls(apartment, v_parts.apartment) > 0 then
    select array_agg(distinct a.key order by a.key) into v_apartments
    from (select private.apartment_key(f) as key from unnest(array[apartment, v_parts.apartment]) f) a
    where a.key is not null;
  end if;
  return concat_ws('#', v_line, coalesce(array_to_string(v_apartments, '+'), ''), private.compact(private.postal_code(postal_code)));
end;
$$;
comment on function private.address_key is 'An address as it is compared, so that one home is one home: without accents and case, street types and apartments in one form wherever they stand. Null without a street.';

create function private.street_text(street text, apartment text)
returns text
language sql stable
return case
  when coalesce(btrim(apartment), '') = '' then street
  when private.apartment_key((private.split_street(street)).apartment) = private.apartment_key(apartment) then street
  when street ~ '^\s*\d' and private.bare_apartment(apartment) ~ '^\d+[[:alpha:]]?$' and apartment !~ '[[:alpha:]]{2}'
    and (private.split_street(street)).apartment is null
    then private.bare_apartment(apartment) || '-' || btrim(street)
  else concat_ws(', ', nullif(btrim(street), ''), private.tidy(apartment)) end;
comment on function private.street_text is 'Street and apartment on one line, as the post wants them: "3-12 King St" where the apartment is a bare number, else as it is written, "12 King St, Basement"; once, where the street names it already.';

create function private.address_lines(street text, apartment text, city text, province text, postal_code text)
returns text[]
language sql stable
return case when btrim(street) = '' or street is null then '{}' else array_remove(array[
  private.street_text(street, apartment),
  nullif(concat_ws('  ', nullif(concat_ws(' ', city, province), ''), postal_code), '')], null) end;
comment on function private.address_lines is 'An address as an envelope bears it, line by line; none where no street is known.';

create function private.address_text(street text, apartment text, city text, province text, postal_code text)
returns text
language sql stable
return nullif(concat_ws(', ', nullif(private.street_text(street, apartment), ''), city, nullif(concat_ws(' ', province, postal_code), '')), '');
comment on function private.address_text is 'A service address as people read it, on one line; null when nothing is known.';

-- Places ------------------------------------------------------------------------------------------------

create function private.correct_place()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_table_name in ('customers', 'units') then
    new.postal_code := private.postal_code(new.postal_code);
  end if;
  -- Nobody lives in the Gulf of Guinea; nobody could drive there either, and no time would ever be offered.
  if new.latitude = 0 and new.longitude = 0 then
    new.latitude := null;
    new.longitude := null;
  end if;
  return new;
end;
$$;
comment on function private.correct_place is 'Trigger of what has a place: postal codes are written in one way, and coordinates 0, 0, which systems write for unknown, count as missing.';

create function private.is_other_street(street text, postal_code text, other_street text, other_postal_code text)
returns boolean
language sql immutable
return coalesce(private.address_key(street, null, null) <> private.address_key(other_street, null, null), false)
  or coalesce(private.compact(postal_code) <> private.compact(other_postal_code), false);
comment on function private.is_other_street is 'Whether two addresses cannot be at one place: another street, number or postal code, as far as both are known.';

create function private.forget_old_place()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (new.latitude, new.longitude) is not distinct from (old.latitude, old.longitude)
    and private.is_other_street(new.street, new.postal_code, old.street, old.postal_code) then
    new.latitude := null;
    new.longitude := null;
  end if;
  return new;
end;
$$;
comment on function private.forget_old_place is 'Trigger of what has an address: coordinates that were those of another street are sought anew.';

-- Columns are derived and triggers run as whoever writes.
grant execute on function private.compact, private.postal_code, private.apartment_word, private.place_word, private.bare_apartment, private.apartment_key,
  private.is_numbered_road, private.split_street, private.split_home, private.street_word, private.address_key,
  private.is_other_street
  to authenticated, service_role;
