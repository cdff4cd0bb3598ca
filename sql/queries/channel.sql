-- role: desk_app

-- name: channel_list :many
-- limit: 200
-- col: id bigint channel_id
-- col: slug text
-- col: name_zh text
-- col: name_en text
-- col: levels smallint
SELECT id, slug, name_zh, name_en, levels FROM desk.channel ORDER BY position, id LIMIT 200
