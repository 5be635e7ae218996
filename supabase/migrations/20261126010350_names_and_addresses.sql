-- Names and addresses: how people are greeted, and how places are written and compared. Everybody types these
-- differently; each question has one function here, and columns that are derived from them.

create function private.folded(written text)
returns text
language sql immutable
return translate(replace(replace(replace(
  -- Accents stand apart from their letters, and go. Then letters that no accent was put on, but which people type as others.
  regexp_replace(lower(normalize(translate(private.tidy(written), 'ŒÆØŁĐ', 'œæøłđ'), nfkd)), '[\u0300-\u036f]', '', 'g'),
  'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'øłđ’‘`´', 'old''''''''');
comment on function private.folded is 'A text as it is compared: tidy, in lower case, without accents, with one kind of apostrophe.';

-- Names -------------------------------------------------------------------------------------------------

create function private.is_organization(folded_name text)
returns boolean
language sql immutable
return folded_name ~ ('[0-9@:#*;|<>]|\mc/o\M|''s\M|^(st|the)\M|\mof\M|\m('
  || 'inc|ltd|llc|llp|lp|corp|corporation|company|co|limited|ltee|enr|group|holdings|enterprises|solutions|services?|systems|partners|sons|bros'
  || '|cent(re|er)s?|care|homes?|houses?|lodge|manor|villas?|residences?|retirement|nursing|seniors?|living|hospice|hospitals?|health|medical|clinic'
  || '|pharmacy|rehab|therapy|place|gardens?|terrace|towers?|court|estates|condos?|condominiums?|apartments|housing|co-?op|properties|property|management'
  || '|church|parish|temple|mosque|school|college|university|city|town|township|region|county|municipality|ministry|government|canada|ontario'
  || '|foundation|society|association|club|legion|veterans|services?|insurance|bank|hotel|community|support|agency|board|trust|trustees?'
  || '|estate|succession|late|deceased|executors?|executrix|poa|attn|attention|accounts?|payable'
  || '|unknown|test|client|customer|resident|tenant|cash|family|famille|total)\M');
comment on function private.is_organization is 'Whether a folded name speaks of an organisation, a home, an estate, or of nobody in particular.';

create function private.untitled(name text)
returns text
language sql immutable
return regexp_replace(name,
  '^((mr|mrs|ms|miss|mx|dr|doctor|prof|professor|rev|reverend|fr|father|sister|sr|brother|sir|dame|lady|lord|hon|honourable|judge|justice'
  || '|capt|captain|col|colonel|major|sgt|sergeant|lt|rabbi|pastor|imam|m|mme|mlle|me|madame|monsieur|docteur)(\.\s*|\s+|$))+', '', 'i');
comment on function private.untitled is 'A name without the titles in front of it.';

create function private.given_name(name text, needs_family_name boolean)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_words text[] := string_to_array(private.untitled(name), ' ');
  v_first text := v_words[1];
begin
  -- "Dr. Smith" is a family name; so may be any single word.
  if cardinality(v_words) < 2 and (needs_family_name or private.untitled(name) <> name) then
    return null;
  elsif v_first is null or length(v_first) not between 2 and 30 or v_first ~ '[.,"()?!/]'
    or lower(v_first) in ('de', 'du', 'da', 'di', 'del', 'la', 'le', 'van', 'von', 'der', 'bin', 'ibn') then
    return null;
  elsif v_first ~ '^[a-z''-]+$' or (v_first ~ '^[A-Z''-]*[AEIOUY][A-Z''-]*$' and name = upper(name)) then
    return initcap(v_first);
  end if;
  return v_first;
end;
$$;
comment on function private.given_name is 'The given name at the head of one person''s name, capitalised where it was written all in one case; null in doubt.';

create function private.first_name(name text)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_name text := private.tidy(regexp_replace(name, '\([^)]*\)|"[^"]*"|“[^”]*”', ' ', 'g'));
  v_parts text[];
  v_people text[];
begin
  if v_name is null or private.is_organization(private.folded(name)) then
    return '';
  end if;
  v_name := regexp_replace(v_name, '(,?\s+(jr|sr|ii|iii|iv|md|m\.d|phd|ph\.d|rn|esq|cpa|p\.?eng|dds|k\.?c|q\.?c)\.?)+$', '', 'i');

  -- "Smith, Ada" is Ada Smith.
  v_parts := regexp_split_to_array(v_name, '\s*,\s*');
  if cardinality(v_parts) > 2 then
    return '';
  elsif cardinality(v_parts) = 2 then
    v_name := btrim(v_parts[2] || ' ' || v_parts[1]);
  end if;

  v_people := regexp_split_to_array(v_name, '\s+(?:and|et)\s+|\s*[&/+]\s*', 'i');
  if cardinality(v_people) = 1 then
    return coalesce(private.given_name(v_people[1], true), '');
  elsif cardinality(v_people) = 2 then
    return coalesce(private.given_name(v_people[1], false) || ' and ' || private.given_name(v_people[2], true), '');
  end if;
  return '';
end;
$$;
comment on function private.first_name is 'How a client is greeted: "Ada" of "Ada Lee", "Lee, Ada" and "Mrs. Ada Lee", "Ada and Bo" of "Ada and Bo Lee"; empty for a neutral greeting where there is no such name: organisations, estates, "Dr. Lee", and whatever is in doubt.';

-- Addresses ---------------------------------------------------------------------------------------------

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

create function private.bare_apartment(written text)
returns text
language sql immutable
return private.tidy(regexp_replace(private.tidy(written),
  '^\s*((apartment|apt|unit|unité|suite|ste|appartement|appt|app|bureau|flat|room|rm|no)\M\.?|[#:.\s])+', '', 'i'));
comment on function private.bare_apartment is '"3" of "Apt. 3", "Unit #3" and "# 3"; other words stay as they are. Null when nothing is left.';

create type private.street_parts as (line text, apartment text);
comment on type private.street_parts is 'A street address without its apartment, and that apartment.';

create function private.split_street(street text)
returns private.street_parts
language plpgsql immutable
set search_path = ''
as $$
declare
  v_street text := private.tidy(street);
  v_word constant text := '(?:apartment|apt|unit|unité|suite|ste|appartement|appt|app|bureau|flat|room|rm)\M\.?';
  v_found text[];
begin
  -- "12 King St, Apt 3", "12 King St #3", "12 King St, 3"
  v_found := regexp_match(v_street, '^(.*\S?[[:alpha:].])(?:\s*,\s*|\s+)' || v_word || '[\s#:]*([[:alnum:]-]+)$', 'i');
  v_found := coalesce(v_found, regexp_match(v_street, '^(.*[[:alpha:].])\s*,?\s*#\s*([[:alnum:]-]+)$', 'i'));
  v_found := coalesce(v_found, regexp_match(v_street, '^(.*[[:alpha:].])\s*,\s*(\d+[[:alpha:]]?)$', 'i'));
  if v_found is not null then
    return row (v_found[1], v_found[2])::private.street_parts;
  end if;
  -- "3-12 King St", "#3 - 12 King St", "Unit 3, 12 King St", "Apt 3 12 King St"
  v_found := regexp_match(v_street, '^(?:' || v_word || '[\s#]*|#\s*)?([[:alnum:]]+)\s*[-–—,]\s*(\d+[[:alpha:]]?\s.+)$', 'i');
  v_found := coalesce(v_found, regexp_match(v_street, '^(?:' || v_word || '[\s#]*|#\s*)([[:alnum:]]+)\s+(\d+[[:alpha:]]?\s.+)$', 'i'));
  if v_found is not null then
    return row (v_found[2], v_found[1])::private.street_parts;
  end if;
  return row (v_street, null)::private.street_parts;
end;
$$;
comment on function private.split_street is 'Takes the apartment out of a street address, in whatever form it stands there: "12 King St, Apt 3", "3-12 King St".';

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
  v_parts private.street_parts := private.split_street(street);
  v_line text;
  v_apartments text[];
begin
  if v_parts.line is null then
    return null;
  end if;
  -- Number first, then in the order of the alphabet: "12 rue King" is 12 King St. What folding leaves beyond ASCII counts as letters.
  select string_agg(w.word, ' ' order by w.nth > 1, w.word collate "C") into v_line
  from (
    select private.street_word(s.word) as word, s.nth
    from regexp_split_to_table(replace(private.folded(v_parts.line), '''', ''), '[^a-z0-9\u0080-\uffff]+') with ordinality s (word, nth)
    where s.word not in ('', 'de', 'du', 'des', 'la', 'le', 'les')
  ) w;
  select array_agg(distinct a.key order by a.key) into v_apartments
  from (
    select ltrim(regexp_replace(private.folded(private.bare_apartment(f)), '[^a-z0-9\u0080-\uffff]', '', 'g'), '0') as key
    from unnest(array[apartment, v_parts.apartment]) f
  ) a
  where a.key <> '';
  return concat_ws('#', v_line, coalesce(array_to_string(v_apartments, '+'), ''), private.compact(private.postal_code(postal_code)));
end;
$$;
comment on function private.address_key is 'An address as it is compared, so that one home is one home: without accents and case, street types and apartments in one form wherever they stand. Null without a street.';

create function private.street_text(street text, apartment text)
returns text
language sql stable
return case
  when coalesce(btrim(apartment), '') = '' then street
  when (private.split_street(street)).apartment is not null then street
  when street ~ '^\s*\d' and private.bare_apartment(apartment) ~ '^\d+[[:alpha:]]?$' and apartment !~ '[[:alpha:]]{2}'
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
grant execute on function private.folded, private.is_organization, private.untitled, private.given_name, private.first_name,
  private.compact, private.postal_code, private.bare_apartment, private.split_street, private.street_word, private.address_key,
  private.is_other_street
  to authenticated, service_role;
