-- Names: how people are greeted. Everybody types names differently; each question has one function here, and
-- columns that are derived from them.

create function private.folded(written text)
returns text
language sql immutable
return translate(replace(replace(replace(
  -- Accents stand apart from their letters, and go. Then letters that no accent was put on, but which people type as others.
  regexp_replace(lower(normalize(translate(private.tidy(written), 'ŒÆØŁĐ', 'œæøłđ'), nfkd)), '[\u0300-\u036f]', '', 'g'),
  'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'øłđ’‘`´', 'old''''''''');
comment on function private.folded is 'A text as it is compared: tidy, in lower case, without accents, with one kind of apostrophe.';

create function private.is_organization(folded_name text)
returns boolean
language sql immutable
return folded_name ~ ('[0-9@:#*;|<>]|\mc/o\M|''s\M|^(st|the)\M|\mof\M|\m('
  || 'inc|ltd|llc|llp|lp|corp|corporation|company|co|limited|ltee|enr|group|holdings|enterprises|solutions|services?|systems|partners|sons|bros'
  || '|cent(re|er)s?|care|homes?|houses?|lodge|manor|villas?|residences?|retirement|nursing|seniors?|living|hospice|hospitals?|health|medical|clinic'
  || '|pharmacy|rehab|therapy|place|gardens?|terrace|towers?|court|estates|condos?|condominiums?|apartments|housing|co-?op|properties|property|management'
  || '|church|parish|temple|mosque|school|college|university|city|town|township|region|county|municipality|ministry|government|canada|ontario'
  || '|foundation|society|association|club|legion|veterans|insurance|bank|hotel|community|support|agency|board|trust|trustees?'
  || '|estate|succession|late|deceased|executors?|executrix|poa|attn|attention|accounts?|payable'
  || '|funding|claims?|legal|aid|law (firm|office)|lawyers?|affairs|transit|transport(ation)?|taxi|ambulance|police|fire|army|offices?|desk|reception|nurses|station|floor'
  || '|department|dept|division|administration|admin|program(me)?s?|project|equipment|suppl(y|ies)|rentals?|stores?|shops?|mart|depot|drugs?|drugmart|construction'
  || '|contracting|elevators?|lifts?|mobility|accessibility|ramps?|wheelchairs?|scooters?|physio(therapy)?|dental|vet(erinary)?|animal|wellness|suites|inn|motel|resort|plaza|mall'
  || '|mgmt|mgr|manager|landlord|superintendent|patient|caregiver|daughter|husband|wife|spouse'
  || '|oakville|brampton|mississauga|toronto|etobicoke|scarborough|newmarket|oshawa|whitby|guelph|waterloo|brantford|niagara|ottawa|kanata|nepean|sudbury|peterborough'
  || '|not|whom|concern|call|see|same|above|below|please|only|notes?|pick-?up|deliver(y|ies)?|ship|duplicate|void|delete|inactive|deactivated|various|misc|warehouse|showroom|demo|loaner'
  || '|unknown|test|client|customer|resident|tenant|cash|family|famille|total)\M');
comment on function private.is_organization is 'Whether a folded name speaks of an organisation, a home, an estate, or of nobody in particular; or is an instruction.';

create function private.untitled(name text)
returns text
language sql immutable
return regexp_replace(name,
  '^((mr|mrs|ms|miss|mx|dr|doctor|prof|professor|rev|reverend|fr|father|sister|sr|brother|sir|dame|lady|lord|hon|honourable|judge|justice'
  || '|capt|captain|col|colonel|major|sgt|sergeant|lt|rabbi|pastor|imam|m|mme|mlle|me|madame|monsieur|docteur)(\.\s*|\s+|$))+', '', 'i');
comment on function private.untitled is 'A name without the titles in front of it.';

create function private.is_no_given_name(folded_word text)
returns boolean
language sql immutable
-- Some of these are names of people too (Do, To, An; Royal): who is in doubt is greeted without a name.
return folded_word ~ ('^('
  || 'de|du|da|di|del|la|le|les|van|von|der|bin|ibn'
  || '|a|an|the|to|do|so|no|my|in|on|or|at|as|by|be|if|it|is|for|from|with|per|via|ask|use|attn|our|her|his|old|new|any|all|and|et|re|fw|fwd|cc'
  || '|adp|odsp|wsib|ccac|lhin|hccss|vha|vac|dva|cnib|rcl|ltc|gta|ymca|ywca|opp|nihb|handi|para|wheel|amica|chartwell|revera|extendicare|schlegel|delmanor|aspira|nurse'
  || '|north|south|east|west|upper|lower|central|main|front|mount|mt|notre|grand|golden|silver|royal|united|national|global|premier|advanced|access|active|mobile|red'
  || '|[a-z]{3,}(view|side|crest|haven|ridge|gate|brook|bridge|mount|wood|care|plus))$');
comment on function private.is_no_given_name is 'Whether a folded word at the head of a name belongs to a sentence, an abbreviation, a family name or a house rather than to a person.';

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
    or private.is_no_given_name(private.folded(v_first)) then
    return null;
  -- ADP Funding, GAGNON Marie; and what has no vowel is an abbreviation, but for initials: JP SMITH.
  elsif v_first ~ '^[A-Z]{2,}$' and (name <> upper(name) or v_first ~ '^[^AEIOUY]{3,}$') then
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

-- Columns are derived as whoever writes.
grant execute on function private.folded, private.is_organization, private.untitled, private.is_no_given_name, private.given_name, private.first_name
  to authenticated, service_role;
