-- What continuing a response takes: its request, and what its conversation has cost so far in micro-dollars.
alter table responses add column request text;
alter table responses add column spent bigint;

-- Calls of tools that wait, or waited, for somebody's decision. approve is null until it is there; used_by is the run that obeyed it.
create table approvals (
    id          varchar(64)   not null primary key,
    owner       varchar(1024) not null,
    run_id      varchar(64)   not null,
    call_id     text          not null,
    tool        varchar(64)   not null,
    arguments   text          not null,
    reason      varchar(32)   not null,
    created_at  bigint        not null,
    expires_at  bigint        not null,
    approve     boolean,
    said        text,
    decided_at  bigint,
    used_by     varchar(64)
);

create index approvals_expiry on approvals (expires_at);

-- Calls that must not run twice: written before they run, and again with what they have led to. Without an end the outcome is not known.
create table once_calls (
    id          varchar(255)  not null primary key,
    run_id      varchar(64)   not null,
    call_id     text          not null,
    tool        varchar(64)   not null,
    arguments   text          not null,
    begun_at    bigint        not null,
    ended_at    bigint,
    error       varchar(32),
    result      text
);

create index once_calls_run on once_calls (run_id);
create index once_calls_begun on once_calls (begun_at);
