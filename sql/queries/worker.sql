-- role: worker_app

-- name: worker_housekeeping :one
-- col: sessions bigint
-- col: keys bigint
-- col: throttles bigint
SELECT sessions, keys, throttles FROM worker.housekeeping();
