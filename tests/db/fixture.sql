-- The newsroom that the database tests attack: people of every role with known
-- session tokens, and an article in every state.  Run once, committed, as a
-- superuser; the attacks come later, in transactions of their own.
\set ON_ERROR_STOP on
CREATE SCHEMA test;
CREATE EXTENSION IF NOT EXISTS pgtap SCHEMA test;
GRANT USAGE ON SCHEMA test TO PUBLIC;

CREATE FUNCTION test.token(p_login text) RETURNS text LANGUAGE sql IMMUTABLE
	RETURN encode(sha256(convert_to('token of ' || p_login, 'UTF8')), 'hex');

-- Runs ${p_sql} as ${p_role} with the session of ${p_login} (null: none) and keeps what it did.
CREATE FUNCTION test.act(p_role text, p_login text, p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer text;
BEGIN
	PERFORM set_config('app.token', coalesce(test.token(p_login), ''), true);
	EXECUTE format('SET LOCAL ROLE %I', p_role);
	IF p_sql ~* '^\s*(SELECT|DO)' THEN
		EXECUTE p_sql INTO answer;
	ELSE
		EXECUTE p_sql;
	END IF;
	SET CONSTRAINTS ALL IMMEDIATE;
	SET CONSTRAINTS ALL DEFERRED;
	RESET ROLE;
	PERFORM set_config('app.token', '', true);
	RETURN answer;
END
$$;

-- The same, undone: returns 'ok' or the SQLSTATE with which it was refused.
CREATE FUNCTION test.attempt(p_role text, p_login text, p_sql text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM test.act(p_role, p_login, p_sql);
	RAISE EXCEPTION 'undo' USING ERRCODE = 'ZZ000';
EXCEPTION
	WHEN SQLSTATE 'ZZ000' THEN RETURN 'ok';
	WHEN OTHERS THEN RETURN SQLSTATE;
END
$$;

-- A call of desk.save with the fields that matter here.
CREATE FUNCTION test.save_sql(p_article bigint, p_base bigint, p_channel text, p_headline text, p_key text DEFAULT NULL,
	p_html text DEFAULT '<p>正文</p>', p_bylines text DEFAULT '[{"name":"金檬","role":"reporter","outlet":"潮新闻客户端"}]',
	p_source text DEFAULT '本报') RETURNS text LANGUAGE sql
	RETURN format('SELECT revision_id FROM desk.save(%s, %s, %L, %L, '''', '''', '''', %s, ''zh'', ''duan-ming'', ''original'', %L, '
		''''', '''', '''', '''', '''', %L, %L, 1, %L, 2)',
		coalesce(p_article::text, 'NULL'), coalesce(p_base::text, 'NULL'), coalesce(p_key, replace(gen_random_uuid()::text, '-', '')),
		p_headline, (SELECT id FROM core.channel WHERE slug = p_channel), p_source, p_bylines, '{"schema":1}', p_html);

CREATE FUNCTION test.approve_sql(p_revision bigint, p_level integer) RETURNS text LANGUAGE sql
	RETURN format('SELECT desk.approve(%s, %s::smallint, %L::bytea)', p_revision, p_level, (SELECT sha FROM core.revision WHERE id = p_revision));

CREATE FUNCTION test.return_sql(p_revision bigint, p_reason text DEFAULT '请核对数字') RETURNS text LANGUAGE sql
	RETURN format('SELECT desk.send_back(%s, %L::bytea, %L)', p_revision, (SELECT sha FROM core.revision WHERE id = p_revision), p_reason);

-- The article under a name, and its head.
CREATE TABLE test.thing (name text PRIMARY KEY, article bigint NOT NULL);
CREATE FUNCTION test.article(p_name text) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
	RETURN (SELECT article FROM test.thing WHERE name = p_name);
CREATE FUNCTION test.head(p_name text) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
	RETURN (SELECT head_revision FROM core.article WHERE id = test.article(p_name));
CREATE FUNCTION test.live(p_name text) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
	RETURN (SELECT revision_id FROM site.live WHERE article_id = test.article(p_name));

CREATE FUNCTION test.sha(p_name text) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER
	RETURN (SELECT sha FROM core.revision WHERE id = test.head(p_name));
-- A save by the desk, for the races: one call that a desk session can make.
CREATE FUNCTION test.save(p_name text, p_headline text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	r bigint;
BEGIN
	SELECT revision_id INTO r FROM desk.save(test.article(p_name), test.head(p_name), replace(gen_random_uuid()::text, '-', ''), p_headline,
		'', '', '', 1, 'zh', 'duan-ming', 'original', '本报', '', '', '', '', '', '[{"name":"金檬","role":"reporter","outlet":""}]',
		'{"schema":1}', 1, '<p>正文</p>', 2);
	RETURN r;
END
$$;

SET ROLE cms_owner;
SELECT core.channel_set('news', '要闻', 'News', 1, ARRAY['review.first', 'review.second', 'review.final']);
SELECT core.channel_set('life', '生活', 'Life', 2, ARRAY['review.first']);
SELECT core.user_add(l, l, ARRAY[r], '$argon2id$not-a-real-hash', 'zh') FROM (VALUES ('reporter', 'reporter'), ('reporter2', 'reporter'),
	('editor', 'editor'), ('editor2', 'editor'), ('deputy', 'deputy'), ('chief', 'chief'), ('chief2', 'chief'), ('admin', 'admin')) AS t (l, r);
RESET ROLE;
INSERT INTO auth.session (token_hash, user_id, address, user_agent)
SELECT sha256(decode(test.token(login), 'hex')), id, '127.0.0.1', 'test' FROM core.app_user;

-- Each state is reached by the same calls that the desk makes.
CREATE PROCEDURE test.make(p_name text, p_channel text, p_upto text) LANGUAGE plpgsql AS $$
DECLARE
	r bigint := test.act('desk_app', 'reporter', test.save_sql(NULL, NULL, p_channel, p_name));
	steps text[] := ARRAY['draft', 'submitted', 'level1', 'level2', 'approved', 'published', 'withdrawn'];
	n integer := array_position(steps, p_upto);
	a bigint;
BEGIN
	SELECT article_id INTO a FROM core.revision WHERE id = r;
	INSERT INTO test.thing VALUES (p_name, a);
	IF n >= 2 THEN PERFORM test.act('desk_app', 'reporter', format('SELECT desk.submit(%s, %s)', a, r)); END IF;
	IF n >= 3 THEN PERFORM test.act('desk_app', 'editor', test.approve_sql(r, 1)); END IF;
	IF n >= 4 AND p_channel = 'news' THEN PERFORM test.act('desk_app', 'deputy', test.approve_sql(r, 2)); END IF;
	IF n >= 5 AND p_channel = 'news' THEN PERFORM test.act('desk_app', 'chief', test.approve_sql(r, 3)); END IF;
	IF n >= 6 THEN PERFORM test.act('desk_app', 'editor', format('SELECT desk.publish(%s, NULL)', r)); END IF;
	IF n >= 7 THEN PERFORM test.act('desk_app', 'editor', format('SELECT desk.withdraw(%s, %s, ''事实有误'', ''内容有误'')', a, r)); END IF;
END
$$;
CALL test.make('draft', 'news', 'draft');
CALL test.make('submitted', 'news', 'submitted');
CALL test.make('level1', 'news', 'level1');
CALL test.make('level2', 'news', 'level2');
CALL test.make('approved', 'news', 'approved');
CALL test.make('published', 'news', 'published');
CALL test.make('withdrawn', 'news', 'withdrawn');
CALL test.make('returned', 'news', 'level1');
SELECT test.act('desk_app', 'deputy', test.return_sql(test.head('returned')));
CALL test.make('edited', 'news', 'published');
SELECT test.act('desk_app', 'reporter', test.save_sql(test.article('edited'), test.head('edited'), 'news', '改动后的标题'));
CALL test.make('single', 'life', 'submitted');
