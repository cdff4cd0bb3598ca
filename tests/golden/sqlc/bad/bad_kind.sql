-- role: r
-- name: a :all
SELECT 1
