-- Idempotency keys and what they led to: a run, or a result that has none. Moments are epoch milliseconds.
create table idempotency (
    slot        varchar(64)  not null primary key,
    fingerprint varchar(64)  not null,
    run_id      varchar(64)  not null,
    result      text,
    expires_at  bigint       not null
);

create index idempotency_expiry on idempotency (expires_at);
