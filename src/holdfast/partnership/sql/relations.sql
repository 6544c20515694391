-- The relations in which a worker stands to matters now, as principals: the cases that are allocated to them, or to someone for whom they cover; and
-- those allocated to people whom they manage (directly, or where the posts between are empty); the persons of concern whom they own; the posts that they hold; and whether they
-- are of the vetted group, which nobody covers. The application asks for one worker at a time, and
-- never reads the table.
CREATE FUNCTION holdfast_relations(reader uuid) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE answering(worker, depth) AS (
        SELECT reader, 0
        UNION
        SELECT c.worker_id, a.depth + 1 FROM answering a JOIN partnership_cover c ON c.covered_by_id = a.worker
        WHERE a.depth < 5 AND c.starts_at <= (SELECT holdfast_now()) AND c.ends_at > (SELECT holdfast_now())
    ),
    below(post, holder) AS (
        SELECT p.id, p.holder_id FROM partnership_post p JOIN partnership_post above ON above.id = p.manager_post_id
        WHERE above.holder_id IN (SELECT worker FROM answering)
        UNION
        SELECT p.id, p.holder_id FROM below b JOIN partnership_post p ON p.manager_post_id = b.post WHERE b.holder IS NULL
    )
    SELECT coalesce(array_agg(found.principal), '{}') FROM (
        -- Row by row (OFFSET 0 keeps it so), each through the index: a join of the two would read every relation of the partnership.
        SELECT r.principal FROM (SELECT DISTINCT worker FROM answering) a CROSS JOIN LATERAL (
            SELECT principal FROM record_relation WHERE worker_id = a.worker AND relation IN ('allocated', 'owner') OFFSET 0
        ) r
        UNION ALL
        SELECT r.principal FROM (SELECT DISTINCT holder FROM below) b CROSS JOIN LATERAL (
            SELECT principal FROM record_relation WHERE worker_id = b.holder AND relation = 'manager' OFFSET 0
        ) r
        UNION ALL
        SELECT v.principal FROM partnership_vetted v WHERE v.worker_id = reader
        UNION ALL
        SELECT g.principal FROM partnership_grader g WHERE g.worker_id = reader
        UNION ALL
        SELECT p.principal FROM partnership_post p WHERE p.holder_id IN (SELECT worker FROM answering)
    ) found
$$;
