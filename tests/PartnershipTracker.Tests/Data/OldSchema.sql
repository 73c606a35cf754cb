-- The schema and the migration history that the seven migrations before the first release left: pg_dump, without owners, privileges and comments.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE FUNCTION public.keep_area_link_organizations() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM meeting_area_organizations
        WHERE meeting_id = NEW.meeting_id AND area_id = NEW.area_id AND organization_id <> ALL (NEW.affiliates || NEW.companies);
    INSERT INTO meeting_area_organizations (meeting_id, area_id, organization_id, resource)
        SELECT NEW.meeting_id, NEW.area_id, key, 'affiliates' FROM unnest(NEW.affiliates) key
        UNION ALL
        SELECT NEW.meeting_id, NEW.area_id, key, 'companies' FROM unnest(NEW.companies) key
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE FUNCTION public.keep_key() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'A key never changes.' USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_keys_constant';
END $$;
CREATE FUNCTION public.keep_log() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'The change log is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION public.keep_meeting_organizations() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.organization_id IS NOT NULL THEN
        DELETE FROM meeting_organizations o
            WHERE o.meeting_id = OLD.meeting_id AND o.organization_id = OLD.organization_id
            AND NOT EXISTS (SELECT FROM meeting_participants p WHERE p.meeting_id = o.meeting_id AND p.organization_id = o.organization_id)
            AND NOT EXISTS (SELECT FROM meeting_area_organizations l WHERE l.meeting_id = o.meeting_id AND l.organization_id = o.organization_id);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.organization_id IS NOT NULL THEN
        INSERT INTO meeting_organizations (meeting_id, organization_id, resource)
            SELECT NEW.meeting_id, id, resource FROM organizations WHERE id = NEW.organization_id ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.keep_search_names() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE named jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
DECLARE named_resource text := coalesce(named ->> 'resource', TG_TABLE_NAME);
DECLARE ko text := coalesce(named ->> 'name_ko', named ->> 'title_ko');
DECLARE en text := coalesce(named ->> 'name_en', named ->> 'title_en');
BEGIN
    DELETE FROM search_names WHERE resource = named_resource AND id = named ->> 'id';
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO search_names (resource, id, text, kind, name_ko, name_en)
            SELECT named_resource, named ->> 'id', text, (ARRAY['name', 'alias', 'weak_alias'])[min(kind)], ko, en
            FROM (
                VALUES (ko, 1), (en, 1)
                UNION ALL SELECT jsonb_array_elements_text(named -> 'aliases'), 2
                UNION ALL SELECT jsonb_array_elements_text(named -> 'weak_aliases'), 3) names (text, kind)
            WHERE text IS NOT NULL
            GROUP BY text;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.refuse_cycle() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
DECLARE is_cycle boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext(TG_TABLE_NAME || '.parent_id'));
    EXECUTE format(
        'WITH RECURSIVE above AS (
            SELECT parent_id FROM %1$I WHERE id = $1
            UNION
            SELECT t.parent_id FROM %1$I t JOIN above ON t.id = above.parent_id)
        SELECT EXISTS (SELECT FROM above WHERE parent_id = $1)', TG_TABLE_NAME) INTO is_cycle USING NEW.id;
    IF is_cycle THEN
        RAISE EXCEPTION 'This would make a cycle.' USING ERRCODE = 'PT001';
    END IF;
    RETURN NULL;
END $_$;
CREATE FUNCTION public.release_key() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM keys WHERE id = OLD.id;
    RETURN NULL;
END $$;
CREATE FUNCTION public.search_letters(text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT COST 1000 PARALLEL SAFE
    AS $_$
BEGIN
    RETURN regexp_replace(
        lower(normalize($1, NFKD)),
        '[\s''\u00ad\u00b7\u0300-\u036f\u200b-\u200f\u2010-\u2015\u2018\u2019\u2212\u30fb\ufeff-]+', '', 'g');
END $_$;
CREATE FUNCTION public.search_initials(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(public.search_letters($1), '[\u1160-\u11ff]+'::text, ''::text, 'g'::text);
CREATE FUNCTION public.search_near(text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ARRAY(SELECT DISTINCT ("left"(words.word, n.n) || substr(words.word, (n.n + 2))) FROM (SELECT public.search_letters($1) AS search_letters UNION SELECT public.search_letters(part.part) AS search_letters FROM regexp_split_to_table($1, '[\s(),/\u00b7\u2010-\u2015-]+'::text) part(part)) words(word), LATERAL generate_series(0, length(words.word)) n(n) WHERE ((length(words.word) >= 4) AND (length(words.word) <= 40)));
CREATE FUNCTION public.search_title(ko text, en text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (('|'::text || public.search_letters(((COALESCE(ko, ''::text) || '|'::text) || COALESCE(en, ''::text)))) || '|'::text);
CREATE FUNCTION public.take_key() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO keys (id, resource) VALUES (NEW.id, coalesce(to_jsonb(NEW) ->> 'resource', TG_TABLE_NAME));
    RETURN NULL;
END $$;
CREATE TABLE public."__EFMigrationsHistory" (
    migration_id character varying(150) NOT NULL,
    product_version character varying(32) NOT NULL
);
CREATE TABLE public.api_key_secrets (
    id uuid NOT NULL,
    key_id text NOT NULL,
    hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
CREATE TABLE public.api_keys (
    id text NOT NULL,
    description text,
    scopes text[] NOT NULL,
    clearance text NOT NULL,
    expires_at timestamp with time zone,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_api_keys_clearance CHECK ((clearance = ANY (ARRAY['public'::text, 'internal'::text, 'confidential'::text, 'restricted'::text])))
);
CREATE TABLE public.areas (
    id text NOT NULL,
    parent_id text,
    description text,
    name_en text,
    name_ko text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    aliases text[] NOT NULL,
    weak_aliases text[] NOT NULL,
    sort_name text GENERATED ALWAYS AS (lower(COALESCE(name_en, name_ko))) STORED NOT NULL,
    CONSTRAINT ck_areas_id CHECK (((length(id) <= 64) AND (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))),
    CONSTRAINT ck_areas_name CHECK ((num_nonnulls(name_ko, name_en) > 0))
);
CREATE TABLE public.audit (
    sequence bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,
    route text NOT NULL,
    resource text,
    resource_id text,
    version integer,
    code text,
    address text,
    trace_id text NOT NULL,
    confidentiality text NOT NULL,
    readers text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT ck_audit_confidentiality CHECK ((confidentiality = ANY (ARRAY['public'::text, 'internal'::text, 'confidential'::text, 'restricted'::text]))),
    CONSTRAINT ck_audit_kind CHECK ((kind = ANY (ARRAY['change'::text, 'read'::text, 'refusal'::text])))
);
ALTER TABLE public.audit ALTER COLUMN sequence ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_sequence_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.changes (
    sequence bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    operation text NOT NULL,
    resource text NOT NULL,
    resource_id text NOT NULL,
    version integer NOT NULL,
    image json NOT NULL,
    reason text,
    transaction xid8 DEFAULT pg_current_xact_id() NOT NULL,
    confidentiality text NOT NULL,
    readers text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT ck_changes_confidentiality CHECK ((confidentiality = ANY (ARRAY['public'::text, 'internal'::text, 'confidential'::text, 'restricted'::text]))),
    CONSTRAINT ck_changes_operation CHECK ((operation = ANY (ARRAY['create'::text, 'update'::text, 'delete'::text])))
);
ALTER TABLE public.changes ALTER COLUMN sequence ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.changes_sequence_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.citations (
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    target_type text NOT NULL,
    meeting_id uuid,
    participant_id uuid,
    area_id text,
    collaboration_id uuid,
    stage_id uuid,
    trip_id uuid,
    person_id text,
    position_id uuid,
    start integer,
    "end" integer,
    quote text,
    verified boolean NOT NULL,
    stance text NOT NULL,
    modality text NOT NULL,
    translation text,
    note text,
    retracted boolean NOT NULL,
    confidentiality text NOT NULL,
    readers text[] DEFAULT '{}'::text[] NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    external_id text,
    CONSTRAINT ck_citations_confidentiality CHECK ((confidentiality = ANY (ARRAY['public'::text, 'internal'::text, 'confidential'::text, 'restricted'::text]))),
    CONSTRAINT ck_citations_modality CHECK ((modality = ANY (ARRAY['stated'::text, 'quoted'::text, 'hearsay'::text, 'plan'::text, 'interpretation'::text, 'forecast'::text]))),
    CONSTRAINT ck_citations_part CHECK ((num_nonnulls(participant_id, area_id, stage_id, position_id) <= 1)),
    CONSTRAINT ck_citations_passage CHECK (((num_nonnulls(start, quote) > 0) AND ((NOT verified) OR (num_nulls(start, quote) = 0)))),
    CONSTRAINT ck_citations_root CHECK ((num_nonnulls(meeting_id, collaboration_id, trip_id, person_id) = 1)),
    CONSTRAINT ck_citations_span CHECK (((num_nulls(start, "end") = ANY (ARRAY[0, 2])) AND (start >= 0) AND ("end" > start))),
    CONSTRAINT ck_citations_stance CHECK ((stance = ANY (ARRAY['supports'::text, 'contradicts'::text]))),
    CONSTRAINT ck_citations_target_type CHECK ((target_type = ANY (ARRAY['meeting'::text, 'participant'::text, 'area_link'::text, 'collaboration'::text, 'stage'::text, 'trip'::text, 'position'::text])))
);
CREATE TABLE public.collaboration_stages (
    id uuid NOT NULL,
    collaboration_id uuid NOT NULL,
    stage text NOT NULL,
    ordinal integer NOT NULL,
    reported_earliest date,
    reported_edtf text,
    reported_latest date,
    since_earliest date,
    since_edtf text,
    since_latest date,
    disputed boolean DEFAULT false NOT NULL,
    support text DEFAULT 'none'::text NOT NULL,
    CONSTRAINT ck_collaboration_stages_reported CHECK ((reported_earliest <= reported_latest)),
    CONSTRAINT ck_collaboration_stages_since CHECK ((since_earliest <= since_latest)),
    CONSTRAINT ck_collaboration_stages_stage CHECK ((stage = ANY (ARRAY['exploring'::text, 'announced'::text, 'active'::text, 'expanding'::text, 'paused'::text, 'ended'::text]))),
    CONSTRAINT ck_collaboration_stages_support CHECK ((support = ANY (ARRAY['none'::text, 'hearsay'::text, 'stated'::text])))
);
CREATE TABLE public.collaborations (
    id uuid NOT NULL,
    affiliate_id text NOT NULL,
    company_id text NOT NULL,
    area_id text NOT NULL,
    stage text NOT NULL,
    description text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    external_id text,
    affiliate_kind text GENERATED ALWAYS AS ('affiliates'::text) STORED NOT NULL,
    company_kind text GENERATED ALWAYS AS ('companies'::text) STORED NOT NULL,
    disputed boolean DEFAULT false NOT NULL,
    has_disputed boolean DEFAULT false NOT NULL,
    has_hearsay boolean DEFAULT false NOT NULL,
    has_unsupported boolean DEFAULT true NOT NULL,
    support text DEFAULT 'none'::text NOT NULL,
    CONSTRAINT ck_collaborations_stage CHECK ((stage = ANY (ARRAY['exploring'::text, 'announced'::text, 'active'::text, 'expanding'::text, 'paused'::text, 'ended'::text]))),
    CONSTRAINT ck_collaborations_support CHECK ((support = ANY (ARRAY['none'::text, 'hearsay'::text, 'stated'::text])))
);
CREATE TABLE public.feeds (
    id text NOT NULL,
    description text,
    view text NOT NULL,
    query text,
    scope text NOT NULL,
    clearance text NOT NULL,
    expires_at timestamp with time zone,
    created_by text NOT NULL,
    secret_hash bytea NOT NULL,
    last_used_at timestamp with time zone,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_feeds_clearance CHECK ((clearance = ANY (ARRAY['public'::text, 'internal'::text, 'confidential'::text, 'restricted'::text])))
);
CREATE TABLE public.keys (
    id text NOT NULL,
    resource text NOT NULL
);
CREATE TABLE public.meeting_area_organizations (
    meeting_id uuid NOT NULL,
    area_id text NOT NULL,
    organization_id text NOT NULL,
    resource text NOT NULL
);
CREATE TABLE public.meeting_areas (
    meeting_id uuid NOT NULL,
    area_id text NOT NULL,
    affiliates text[] NOT NULL,
    companies text[] NOT NULL,
    basis text NOT NULL,
    rationale text,
    disputed boolean DEFAULT false NOT NULL,
    support text DEFAULT 'none'::text NOT NULL,
    CONSTRAINT ck_meeting_areas_basis CHECK ((basis = ANY (ARRAY['stated'::text, 'inferred'::text]))),
    CONSTRAINT ck_meeting_areas_support CHECK ((support = ANY (ARRAY['none'::text, 'hearsay'::text, 'stated'::text])))
);
CREATE TABLE public.meeting_organizations (
    meeting_id uuid NOT NULL,
    organization_id text NOT NULL,
    resource text NOT NULL
);
CREATE TABLE public.meeting_participants (
    id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    organization_id text,
    party_ko text,
    party_en text,
    person_id text,
    stated_title text,
    side text NOT NULL,
    role text NOT NULL,
    head_count integer,
    ordinal integer NOT NULL,
    disputed boolean DEFAULT false NOT NULL,
    support text DEFAULT 'none'::text NOT NULL,
    CONSTRAINT ck_meeting_participants_party CHECK (((organization_id IS NULL) = (num_nonnulls(party_ko, party_en) > 0))),
    CONSTRAINT ck_meeting_participants_role CHECK ((role = ANY (ARRAY['principal'::text, 'attendee'::text, 'host'::text]))),
    CONSTRAINT ck_meeting_participants_side CHECK ((side = ANY (ARRAY['ours'::text, 'theirs'::text, 'third_party'::text]))),
    CONSTRAINT ck_meeting_participants_support CHECK ((support = ANY (ARRAY['none'::text, 'hearsay'::text, 'stated'::text])))
);
CREATE TABLE public.meetings (
    id uuid NOT NULL,
    kind text NOT NULL,
    format text NOT NULL,
    status text NOT NULL,
    confidentiality text NOT NULL,
    venue text,
    city text,
    region text,
    country text,
    summary text,
    trip_id uuid,
    trip_order integer,
    sort_order integer GENERATED ALWAYS AS (COALESCE(trip_order, 2147483647)) STORED NOT NULL,
    date_earliest date NOT NULL,
    date_edtf text NOT NULL,
    date_latest date NOT NULL,
    title_en text,
    title_ko text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    external_id text,
    readers text[] DEFAULT '{}'::text[] NOT NULL,
    disputed boolean DEFAULT false NOT NULL,
    has_disputed boolean DEFAULT false NOT NULL,
    has_hearsay boolean DEFAULT false NOT NULL,
    has_unsupported boolean DEFAULT true NOT NULL,
    support text DEFAULT 'none'::text NOT NULL,
    CONSTRAINT ck_meetings_confidentiality CHECK ((confidentiality = ANY (ARRAY['public'::text, 'internal'::text, 'confidential'::text, 'restricted'::text]))),
    CONSTRAINT ck_meetings_date CHECK ((date_earliest <= date_latest)),
    CONSTRAINT ck_meetings_format CHECK ((format = ANY (ARRAY['in_person'::text, 'video'::text, 'hybrid'::text, 'unknown'::text]))),
    CONSTRAINT ck_meetings_kind CHECK ((kind = ANY (ARRAY['executive_meeting'::text, 'site_visit'::text, 'internal_conference'::text, 'group_of_meetings'::text]))),
    CONSTRAINT ck_meetings_status CHECK ((status = ANY (ARRAY['planned'::text, 'held'::text, 'cancelled'::text]))),
    CONSTRAINT ck_meetings_support CHECK ((support = ANY (ARRAY['none'::text, 'hearsay'::text, 'stated'::text]))),
    CONSTRAINT ck_meetings_title CHECK ((num_nonnulls(title_ko, title_en) > 0)),
    CONSTRAINT ck_meetings_trip_order CHECK (((trip_order IS NULL) OR (trip_id IS NOT NULL)))
);
CREATE TABLE public.operations (
    id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    done integer NOT NULL,
    total integer,
    code text,
    result json,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT ck_operations_state CHECK ((state = ANY (ARRAY['running'::text, 'succeeded'::text, 'failed'::text])))
);
CREATE TABLE public.organizations (
    id text NOT NULL,
    country text,
    website text,
    ticker text,
    wikidata text,
    resource text NOT NULL,
    name_en text,
    name_ko text,
    kind text,
    parent_id text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    aliases text[] NOT NULL,
    weak_aliases text[] NOT NULL,
    sort_name text GENERATED ALWAYS AS (lower(COALESCE(name_en, name_ko))) STORED NOT NULL,
    CONSTRAINT ck_affiliates_kind CHECK ((kind = ANY (ARRAY['group'::text, 'affiliate'::text]))),
    CONSTRAINT ck_organizations_id CHECK (((length(id) <= 64) AND (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))),
    CONSTRAINT ck_organizations_name CHECK ((num_nonnulls(name_ko, name_en) > 0))
);
CREATE TABLE public.people (
    id text NOT NULL,
    name_en text,
    name_ko text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    aliases text[] NOT NULL,
    weak_aliases text[] NOT NULL,
    sort_name text GENERATED ALWAYS AS (lower(COALESCE(name_en, name_ko))) STORED NOT NULL,
    has_disputed boolean DEFAULT false NOT NULL,
    has_hearsay boolean DEFAULT false NOT NULL,
    has_unsupported boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_people_id CHECK (((length(id) <= 64) AND (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))),
    CONSTRAINT ck_people_name CHECK ((num_nonnulls(name_ko, name_en) > 0))
);
CREATE TABLE public.positions (
    id uuid NOT NULL,
    person_id text NOT NULL,
    organization_id text NOT NULL,
    ordinal integer NOT NULL,
    from_earliest date,
    from_edtf text,
    from_latest date,
    title_en text,
    title_ko text,
    to_earliest date,
    to_edtf text,
    to_latest date,
    disputed boolean DEFAULT false NOT NULL,
    support text DEFAULT 'none'::text NOT NULL,
    CONSTRAINT ck_positions_from CHECK ((from_earliest <= from_latest)),
    CONSTRAINT ck_positions_support CHECK ((support = ANY (ARRAY['none'::text, 'hearsay'::text, 'stated'::text]))),
    CONSTRAINT ck_positions_title CHECK ((num_nonnulls(title_ko, title_en) > 0)),
    CONSTRAINT ck_positions_to CHECK ((to_earliest <= to_latest))
);
CREATE TABLE public.search_names (
    resource text NOT NULL,
    id text NOT NULL,
    text text NOT NULL,
    kind text NOT NULL,
    letters text GENERATED ALWAYS AS ("left"(public.search_letters(text), 600)) STORED NOT NULL,
    initials text GENERATED ALWAYS AS ("left"(public.search_initials(text), 600)) STORED NOT NULL,
    name_en text,
    name_ko text,
    CONSTRAINT ck_search_names_kind CHECK ((kind = ANY (ARRAY['name'::text, 'alias'::text, 'weak_alias'::text]))),
    CONSTRAINT ck_search_names_name CHECK ((num_nonnulls(name_ko, name_en) > 0))
);
CREATE TABLE public.source_texts (
    source_id uuid NOT NULL,
    text text NOT NULL
);
CREATE TABLE public.sources (
    id uuid NOT NULL,
    authors text[] NOT NULL,
    url text,
    language text NOT NULL,
    retrieved_at timestamp with time zone,
    reliability text NOT NULL,
    sha256 text,
    length integer,
    has_text boolean NOT NULL,
    retracted_at timestamp with time zone,
    retraction_reason text,
    published_earliest date,
    published_edtf text,
    published_latest date,
    publisher_en text,
    publisher_ko text,
    title_en text,
    title_ko text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    external_id text,
    CONSTRAINT ck_sources_published CHECK ((published_earliest <= published_latest)),
    CONSTRAINT ck_sources_publisher CHECK ((num_nonnulls(publisher_ko, publisher_en) > 0)),
    CONSTRAINT ck_sources_reliability CHECK ((reliability = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text, 'E'::text, 'F'::text]))),
    CONSTRAINT ck_sources_text CHECK (((num_nulls(sha256, length) = ANY (ARRAY[0, 2])) AND ((sha256 IS NOT NULL) OR (NOT has_text)))),
    CONSTRAINT ck_sources_title CHECK ((num_nonnulls(title_ko, title_en) > 0))
);
CREATE TABLE public.stored_answers (
    caller text NOT NULL,
    path text NOT NULL,
    key_hash bytea NOT NULL,
    body_hash bytea NOT NULL,
    answer bytea NOT NULL,
    resource text NOT NULL,
    resource_id text NOT NULL,
    at timestamp with time zone NOT NULL,
    replays integer NOT NULL
);
CREATE TABLE public.trips (
    id uuid NOT NULL,
    traveller_id text,
    date_earliest date NOT NULL,
    date_edtf text NOT NULL,
    date_latest date NOT NULL,
    title_en text,
    title_ko text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    external_id text,
    disputed boolean DEFAULT false NOT NULL,
    has_disputed boolean DEFAULT false NOT NULL,
    has_hearsay boolean DEFAULT false NOT NULL,
    has_unsupported boolean DEFAULT true NOT NULL,
    support text DEFAULT 'none'::text NOT NULL,
    CONSTRAINT ck_trips_date CHECK ((date_earliest <= date_latest)),
    CONSTRAINT ck_trips_support CHECK ((support = ANY (ARRAY['none'::text, 'hearsay'::text, 'stated'::text]))),
    CONSTRAINT ck_trips_title CHECK ((num_nonnulls(title_ko, title_en) > 0))
);
ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT ak_organizations_id_resource UNIQUE (id, resource);
ALTER TABLE ONLY public."__EFMigrationsHistory"
    ADD CONSTRAINT pk___ef_migrations_history PRIMARY KEY (migration_id);
ALTER TABLE ONLY public.api_key_secrets
    ADD CONSTRAINT pk_api_key_secrets PRIMARY KEY (id);
ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT pk_api_keys PRIMARY KEY (id);
ALTER TABLE ONLY public.areas
    ADD CONSTRAINT pk_areas PRIMARY KEY (id);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT pk_audit PRIMARY KEY (sequence);
ALTER TABLE ONLY public.changes
    ADD CONSTRAINT pk_changes PRIMARY KEY (sequence);
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT pk_citations PRIMARY KEY (id);
ALTER TABLE ONLY public.collaboration_stages
    ADD CONSTRAINT pk_collaboration_stages PRIMARY KEY (id);
ALTER TABLE ONLY public.collaborations
    ADD CONSTRAINT pk_collaborations PRIMARY KEY (id);
ALTER TABLE ONLY public.feeds
    ADD CONSTRAINT pk_feeds PRIMARY KEY (id);
ALTER TABLE ONLY public.keys
    ADD CONSTRAINT pk_keys PRIMARY KEY (id);
ALTER TABLE ONLY public.meeting_area_organizations
    ADD CONSTRAINT pk_meeting_area_organizations PRIMARY KEY (meeting_id, area_id, organization_id);
ALTER TABLE ONLY public.meeting_areas
    ADD CONSTRAINT pk_meeting_areas PRIMARY KEY (meeting_id, area_id);
ALTER TABLE ONLY public.meeting_organizations
    ADD CONSTRAINT pk_meeting_organizations PRIMARY KEY (meeting_id, organization_id);
ALTER TABLE ONLY public.meeting_participants
    ADD CONSTRAINT pk_meeting_participants PRIMARY KEY (id);
ALTER TABLE ONLY public.meetings
    ADD CONSTRAINT pk_meetings PRIMARY KEY (id);
ALTER TABLE ONLY public.operations
    ADD CONSTRAINT pk_operations PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT pk_organizations PRIMARY KEY (id);
ALTER TABLE ONLY public.people
    ADD CONSTRAINT pk_people PRIMARY KEY (id);
ALTER TABLE ONLY public.positions
    ADD CONSTRAINT pk_positions PRIMARY KEY (id);
ALTER TABLE ONLY public.search_names
    ADD CONSTRAINT pk_search_names PRIMARY KEY (resource, id, text);
ALTER TABLE ONLY public.source_texts
    ADD CONSTRAINT pk_source_texts PRIMARY KEY (source_id);
ALTER TABLE ONLY public.sources
    ADD CONSTRAINT pk_sources PRIMARY KEY (id);
ALTER TABLE ONLY public.stored_answers
    ADD CONSTRAINT pk_stored_answers PRIMARY KEY (caller, path, key_hash);
ALTER TABLE ONLY public.trips
    ADD CONSTRAINT pk_trips PRIMARY KEY (id);
CREATE UNIQUE INDEX ix_api_key_secrets_hash ON public.api_key_secrets USING btree (hash);
CREATE INDEX ix_api_key_secrets_key_id ON public.api_key_secrets USING btree (key_id);
CREATE INDEX ix_api_keys_updated_at_id ON public.api_keys USING btree (updated_at, id);
CREATE INDEX ix_areas_parent_id ON public.areas USING btree (parent_id);
CREATE INDEX ix_areas_sort_name_id ON public.areas USING btree (sort_name, id);
CREATE INDEX ix_areas_updated_at_id ON public.areas USING btree (updated_at, id);
CREATE INDEX ix_audit_actor_at_sequence ON public.audit USING btree (actor, at, sequence);
CREATE INDEX ix_audit_at_sequence ON public.audit USING btree (at, sequence);
CREATE INDEX ix_audit_resource_resource_id_at_sequence ON public.audit USING btree (resource, resource_id, at, sequence);
CREATE UNIQUE INDEX ix_changes_resource_resource_id_version ON public.changes USING btree (resource, resource_id, version);
CREATE INDEX ix_changes_transaction_sequence ON public.changes USING btree (transaction, sequence);
CREATE INDEX ix_citations_collaboration_id ON public.citations USING btree (collaboration_id);
CREATE UNIQUE INDEX ix_citations_external_id ON public.citations USING btree (external_id);
CREATE INDEX ix_citations_meeting_id_area_id ON public.citations USING btree (meeting_id, area_id);
CREATE INDEX ix_citations_participant_id ON public.citations USING btree (participant_id);
CREATE INDEX ix_citations_person_id ON public.citations USING btree (person_id);
CREATE INDEX ix_citations_position_id ON public.citations USING btree (position_id);
CREATE INDEX ix_citations_source_id_start ON public.citations USING btree (source_id, start);
CREATE INDEX ix_citations_stage_id ON public.citations USING btree (stage_id);
CREATE INDEX ix_citations_trip_id ON public.citations USING btree (trip_id);
CREATE INDEX ix_citations_updated_at_id ON public.citations USING btree (updated_at, id);
CREATE INDEX ix_collaboration_stages_collaboration_id ON public.collaboration_stages USING btree (collaboration_id);
CREATE UNIQUE INDEX ix_collaborations_affiliate_id_company_id_area_id ON public.collaborations USING btree (affiliate_id, company_id, area_id);
CREATE INDEX ix_collaborations_area_id ON public.collaborations USING btree (area_id);
CREATE INDEX ix_collaborations_company_id ON public.collaborations USING btree (company_id);
CREATE UNIQUE INDEX ix_collaborations_external_id ON public.collaborations USING btree (external_id);
CREATE INDEX ix_collaborations_updated_at_id ON public.collaborations USING btree (updated_at, id);
CREATE INDEX ix_feeds_created_by_id ON public.feeds USING btree (created_by, id);
CREATE UNIQUE INDEX ix_feeds_secret_hash ON public.feeds USING btree (secret_hash);
CREATE INDEX ix_feeds_updated_at_id ON public.feeds USING btree (updated_at, id);
CREATE INDEX ix_meeting_area_organizations_organization_id ON public.meeting_area_organizations USING btree (organization_id);
CREATE INDEX ix_meeting_areas_area_id_basis_meeting_id ON public.meeting_areas USING btree (area_id, basis, meeting_id);
CREATE INDEX ix_meeting_areas_basis_meeting_id ON public.meeting_areas USING btree (basis, meeting_id);
CREATE INDEX ix_meeting_organizations_organization_id_meeting_id ON public.meeting_organizations USING btree (organization_id, meeting_id);
CREATE INDEX ix_meeting_participants_meeting_id ON public.meeting_participants USING btree (meeting_id);
CREATE INDEX ix_meeting_participants_organization_id ON public.meeting_participants USING btree (organization_id);
CREATE INDEX ix_meeting_participants_person_id_meeting_id ON public.meeting_participants USING btree (person_id, meeting_id);
CREATE INDEX ix_meetings_confidentiality ON public.meetings USING btree (confidentiality);
CREATE INDEX ix_meetings_date ON public.meetings USING btree (date_earliest, date_latest, sort_order, id);
CREATE INDEX ix_meetings_date_latest ON public.meetings USING btree (date_latest);
CREATE UNIQUE INDEX ix_meetings_external_id ON public.meetings USING btree (external_id);
CREATE INDEX ix_meetings_has_disputed ON public.meetings USING btree (has_disputed) WHERE has_disputed;
CREATE INDEX ix_meetings_kind ON public.meetings USING btree (kind);
CREATE INDEX ix_meetings_search ON public.meetings USING gin (public.search_title(title_ko, title_en) public.gin_trgm_ops);
ALTER INDEX public.ix_meetings_search ALTER COLUMN 1 SET STATISTICS 1000;
CREATE INDEX ix_meetings_status ON public.meetings USING btree (status);
CREATE INDEX ix_meetings_title_en ON public.meetings USING gin (title_en public.gin_trgm_ops);
CREATE INDEX ix_meetings_title_ko ON public.meetings USING gin (title_ko public.gin_trgm_ops);
CREATE INDEX ix_meetings_trip_id_sort_order ON public.meetings USING btree (trip_id, sort_order);
CREATE INDEX ix_meetings_trip_order ON public.meetings USING btree (sort_order, date_earliest, id);
CREATE INDEX ix_meetings_trip_order_reversed ON public.meetings USING btree (COALESCE(trip_order, 0), date_earliest, id);
CREATE INDEX ix_meetings_updated_at_id ON public.meetings USING btree (updated_at, id);
CREATE INDEX ix_operations_created_at ON public.operations USING btree (created_at) WHERE (state = 'running'::text);
CREATE INDEX ix_organizations_parent_id ON public.organizations USING btree (parent_id);
CREATE INDEX ix_organizations_sort_name_id ON public.organizations USING btree (sort_name, id);
CREATE INDEX ix_organizations_updated_at_id ON public.organizations USING btree (updated_at, id);
CREATE INDEX ix_people_sort_name_id ON public.people USING btree (sort_name, id);
CREATE INDEX ix_people_updated_at_id ON public.people USING btree (updated_at, id);
CREATE INDEX ix_positions_organization_id ON public.positions USING btree (organization_id);
CREATE INDEX ix_positions_person_id ON public.positions USING btree (person_id);
CREATE INDEX ix_search_names_initials ON public.search_names USING btree (initials text_pattern_ops);
CREATE INDEX ix_search_names_letters ON public.search_names USING btree (letters text_pattern_ops);
CREATE INDEX ix_search_names_near ON public.search_names USING gin (public.search_near(text));
CREATE INDEX ix_search_names_parts ON public.search_names USING gin (letters public.gin_trgm_ops, initials public.gin_trgm_ops);
CREATE UNIQUE INDEX ix_sources_external_id ON public.sources USING btree (external_id);
CREATE UNIQUE INDEX ix_sources_sha256 ON public.sources USING btree (sha256);
CREATE INDEX ix_sources_updated_at_id ON public.sources USING btree (updated_at, id);
CREATE UNIQUE INDEX ix_sources_url ON public.sources USING btree (url);
CREATE INDEX ix_stored_answers_at ON public.stored_answers USING btree (at);
CREATE INDEX ix_trips_date ON public.trips USING btree (date_earliest, date_latest, id);
CREATE UNIQUE INDEX ix_trips_external_id ON public.trips USING btree (external_id);
CREATE INDEX ix_trips_traveller_id ON public.trips USING btree (traveller_id);
CREATE INDEX ix_trips_updated_at_id ON public.trips USING btree (updated_at, id);
CREATE STATISTICS public.st_meeting_organizations_kind (mcv) ON organization_id, resource FROM public.meeting_organizations;
CREATE TRIGGER keep_key BEFORE UPDATE OF id ON public.areas FOR EACH ROW WHEN ((new.id <> old.id)) EXECUTE FUNCTION public.keep_key();
CREATE TRIGGER keep_key BEFORE UPDATE OF id ON public.organizations FOR EACH ROW WHEN ((new.id <> old.id)) EXECUTE FUNCTION public.keep_key();
CREATE TRIGGER keep_key BEFORE UPDATE OF id ON public.people FOR EACH ROW WHEN ((new.id <> old.id)) EXECUTE FUNCTION public.keep_key();
CREATE TRIGGER keep_organizations AFTER INSERT OR DELETE ON public.meeting_area_organizations FOR EACH ROW EXECUTE FUNCTION public.keep_meeting_organizations();
CREATE TRIGGER keep_organizations AFTER INSERT OR UPDATE OF affiliates, companies ON public.meeting_areas FOR EACH ROW EXECUTE FUNCTION public.keep_area_link_organizations();
CREATE TRIGGER keep_organizations AFTER INSERT OR DELETE OR UPDATE OF organization_id ON public.meeting_participants FOR EACH ROW EXECUTE FUNCTION public.keep_meeting_organizations();
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION public.keep_log();
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.changes FOR EACH ROW EXECUTE FUNCTION public.keep_log();
CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, name_ko, name_en, aliases, weak_aliases ON public.areas FOR EACH ROW EXECUTE FUNCTION public.keep_search_names();
CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, name_ko, name_en, aliases, weak_aliases ON public.organizations FOR EACH ROW EXECUTE FUNCTION public.keep_search_names();
CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, name_ko, name_en, aliases, weak_aliases ON public.people FOR EACH ROW EXECUTE FUNCTION public.keep_search_names();
CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, title_ko, title_en ON public.trips FOR EACH ROW EXECUTE FUNCTION public.keep_search_names();
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.keep_log();
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.changes FOR EACH STATEMENT EXECUTE FUNCTION public.keep_log();
CREATE TRIGGER refuse_cycle AFTER INSERT OR UPDATE OF parent_id ON public.areas FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION public.refuse_cycle();
CREATE TRIGGER refuse_cycle AFTER INSERT OR UPDATE OF parent_id ON public.organizations FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION public.refuse_cycle();
CREATE TRIGGER release_key AFTER DELETE ON public.areas FOR EACH ROW EXECUTE FUNCTION public.release_key();
CREATE TRIGGER release_key AFTER DELETE ON public.organizations FOR EACH ROW EXECUTE FUNCTION public.release_key();
CREATE TRIGGER release_key AFTER DELETE ON public.people FOR EACH ROW EXECUTE FUNCTION public.release_key();
CREATE TRIGGER take_key AFTER INSERT ON public.areas FOR EACH ROW EXECUTE FUNCTION public.take_key();
CREATE TRIGGER take_key AFTER INSERT ON public.organizations FOR EACH ROW EXECUTE FUNCTION public.take_key();
CREATE TRIGGER take_key AFTER INSERT ON public.people FOR EACH ROW EXECUTE FUNCTION public.take_key();
ALTER TABLE ONLY public.api_key_secrets
    ADD CONSTRAINT fk_api_key_secrets_api_keys_key_id FOREIGN KEY (key_id) REFERENCES public.api_keys(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.areas
    ADD CONSTRAINT fk_areas_areas_parent_id FOREIGN KEY (parent_id) REFERENCES public.areas(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT fk_citations_collaborations_collaboration_id FOREIGN KEY (collaboration_id) REFERENCES public.collaborations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT fk_citations_meeting_areas_meeting_id_area_id FOREIGN KEY (meeting_id, area_id) REFERENCES public.meeting_areas(meeting_id, area_id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT fk_citations_meetings_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.meetings(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT fk_citations_participant_participant_id FOREIGN KEY (participant_id) REFERENCES public.meeting_participants(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT fk_citations_people_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT fk_citations_position_position_id FOREIGN KEY (position_id) REFERENCES public.positions(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT fk_citations_sources_source_id FOREIGN KEY (source_id) REFERENCES public.sources(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT fk_citations_stage_entry_stage_id FOREIGN KEY (stage_id) REFERENCES public.collaboration_stages(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT fk_citations_trips_trip_id FOREIGN KEY (trip_id) REFERENCES public.trips(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.collaboration_stages
    ADD CONSTRAINT fk_collaboration_stages_collaborations_collaboration_id FOREIGN KEY (collaboration_id) REFERENCES public.collaborations(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.collaborations
    ADD CONSTRAINT fk_collaborations_affiliate_kind FOREIGN KEY (affiliate_id, affiliate_kind) REFERENCES public.organizations(id, resource);
ALTER TABLE ONLY public.collaborations
    ADD CONSTRAINT fk_collaborations_affiliates_affiliate_id FOREIGN KEY (affiliate_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.collaborations
    ADD CONSTRAINT fk_collaborations_areas_area_id FOREIGN KEY (area_id) REFERENCES public.areas(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.collaborations
    ADD CONSTRAINT fk_collaborations_companies_company_id FOREIGN KEY (company_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.collaborations
    ADD CONSTRAINT fk_collaborations_company_kind FOREIGN KEY (company_id, company_kind) REFERENCES public.organizations(id, resource);
ALTER TABLE ONLY public.meeting_area_organizations
    ADD CONSTRAINT fk_meeting_area_organizations_kind FOREIGN KEY (organization_id, resource) REFERENCES public.organizations(id, resource);
ALTER TABLE ONLY public.meeting_area_organizations
    ADD CONSTRAINT fk_meeting_area_organizations_meeting_areas_meeting_id_area_id FOREIGN KEY (meeting_id, area_id) REFERENCES public.meeting_areas(meeting_id, area_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.meeting_area_organizations
    ADD CONSTRAINT fk_meeting_area_organizations_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.meeting_areas
    ADD CONSTRAINT fk_meeting_areas_areas_area_id FOREIGN KEY (area_id) REFERENCES public.areas(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.meeting_areas
    ADD CONSTRAINT fk_meeting_areas_meetings_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.meetings(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.meeting_organizations
    ADD CONSTRAINT fk_meeting_organizations_meetings_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.meetings(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.meeting_participants
    ADD CONSTRAINT fk_meeting_participants_meetings_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.meetings(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.meeting_participants
    ADD CONSTRAINT fk_meeting_participants_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.meeting_participants
    ADD CONSTRAINT fk_meeting_participants_people_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.meetings
    ADD CONSTRAINT fk_meetings_trips_trip_id FOREIGN KEY (trip_id) REFERENCES public.trips(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT fk_organizations_organizations_parent_id FOREIGN KEY (parent_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT fk_organizations_parent_kind FOREIGN KEY (parent_id, resource) REFERENCES public.organizations(id, resource);
ALTER TABLE ONLY public.positions
    ADD CONSTRAINT fk_positions_organizations_organization_id FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.positions
    ADD CONSTRAINT fk_positions_people_person_id FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.source_texts
    ADD CONSTRAINT fk_source_texts_sources_source_id FOREIGN KEY (source_id) REFERENCES public.sources(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.trips
    ADD CONSTRAINT fk_trips_people_traveller_id FOREIGN KEY (traveller_id) REFERENCES public.people(id) ON DELETE RESTRICT;
INSERT INTO public."__EFMigrationsHistory" (migration_id, product_version) VALUES ('20261123190220_Initial', '10.0.15');
INSERT INTO public."__EFMigrationsHistory" (migration_id, product_version) VALUES ('20261123190321_Rules', '10.0.15');
INSERT INTO public."__EFMigrationsHistory" (migration_id, product_version) VALUES ('20261124064826_Trust', '10.0.15');
INSERT INTO public."__EFMigrationsHistory" (migration_id, product_version) VALUES ('20261124142151_Search', '10.0.15');
INSERT INTO public."__EFMigrationsHistory" (migration_id, product_version) VALUES ('20261124153045_Feeds', '10.0.15');
INSERT INTO public."__EFMigrationsHistory" (migration_id, product_version) VALUES ('20261124180639_Evidence', '10.0.15');
INSERT INTO public."__EFMigrationsHistory" (migration_id, product_version) VALUES ('20261124185852_Operations', '10.0.15');
