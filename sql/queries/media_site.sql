-- role: site_reader

-- name: media_is_live :one
-- param: key text
-- col: live boolean
SELECT EXISTS (SELECT FROM site.media WHERE key = $1) AS live
