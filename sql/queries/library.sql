-- role: desk_app

-- name: library_find :many
-- limit: 201
-- param: q text
-- param: credit text?
-- param: from text?
-- param: to text?
-- param: mine boolean
-- param: only text
-- param: before timestamptz?
-- param: before_id bigint? media_id
-- param: rows integer
-- col: id bigint media_id
-- col: key text
-- col: type text
-- col: bytes bigint
-- col: width integer
-- col: height integer
-- col: state text
-- col: failure text
-- col: focal_x smallint
-- col: focal_y smallint
-- col: alt text
-- col: caption text
-- col: credit text
-- col: source text
-- col: licence text
-- col: expires_on text?
-- col: ended boolean
-- col: name text
-- col: uploaded_by bigint user_id
-- col: uploaded_by_name text
-- col: uploaded_at timestamptz
-- col: uses integer
SELECT id, key, type, bytes, width, height, state, failure, focal_x, focal_y, alt, caption, credit, source, licence,
	to_char(expires_on, 'YYYY-MM-DD') AS expires_on, desk.rights_ended(expires_on) AS ended, name, uploaded_by, uploaded_by_name,
	uploaded_at, uses
FROM desk.media
WHERE id = ANY (ARRAY(SELECT desk.media_find($1, $2, $3::date, $4::date, $5, $6, $7, $8, $9)))
ORDER BY uploaded_at DESC, id DESC

-- name: library_get :one
-- param: id bigint media_id
-- col: id bigint media_id
-- col: key text
-- col: type text
-- col: bytes bigint
-- col: width integer
-- col: height integer
-- col: state text
-- col: failure text
-- col: focal_x smallint
-- col: focal_y smallint
-- col: alt text
-- col: caption text
-- col: credit text
-- col: source text
-- col: licence text
-- col: expires_on text?
-- col: ended boolean
-- col: name text
-- col: uploaded_by bigint user_id
-- col: uploaded_by_name text
-- col: uploaded_at timestamptz
-- col: uses integer
SELECT id, key, type, bytes, width, height, state, failure, focal_x, focal_y, alt, caption, credit, source, licence,
	to_char(expires_on, 'YYYY-MM-DD') AS expires_on, desk.rights_ended(expires_on) AS ended, name, uploaded_by, uploaded_by_name,
	uploaded_at, uses
FROM desk.media WHERE id = $1

-- name: library_credits :many
-- limit: 30
-- col: credit text
-- col: pictures integer
SELECT credit, pictures FROM desk.media_credit

-- Articles that this person may see and that show a picture, or did in an earlier version.
-- name: library_uses :many
-- limit: 100
-- param: id bigint media_id
-- col: article_id bigint article_id
-- col: headline text
-- col: lang text
-- col: state text
-- col: in_head boolean
-- col: is_live boolean
-- col: changed_at timestamptz
SELECT article_id, headline, lang, state, in_head, is_live, changed_at FROM desk.media_use WHERE media_id = $1
ORDER BY is_live DESC, in_head DESC, changed_at DESC, article_id DESC LIMIT 100

-- In how many articles it is or was, whoever may see them.
-- name: library_articles :one
-- param: id bigint media_id
-- col: articles integer
SELECT desk.media_articles($1) AS articles

-- name: library_ended_live :one
-- col: pictures integer
SELECT desk.media_ended_live() AS pictures

-- name: library_history :many
-- limit: 50
-- param: id bigint media_id
-- col: seq bigint
-- col: at timestamptz
-- col: actor_name text?
-- col: action text
-- col: detail text
SELECT seq, at, actor_name, action, detail FROM desk.media_history WHERE media_id = $1 ORDER BY seq DESC LIMIT 50

-- name: library_edit :exec
-- param: id bigint media_id
-- param: alt text?
-- param: caption text?
-- param: credit text?
-- param: source text?
-- param: licence text?
-- param: expires_on text?
-- param: focal_x smallint?
-- param: focal_y smallint?
SELECT desk.media_edit($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- What is to be said of the pictures whose ids, with commas between them, are ${media}.
-- name: library_warnings :many
-- limit: 100
-- param: article bigint? article_id
-- param: media text
-- col: media_id bigint media_id
-- col: name text
-- col: expires_on text?
-- col: kind text
SELECT media_id, name, expires_on, kind FROM desk.media_warnings($1, string_to_array($2, ',')::bigint[])
