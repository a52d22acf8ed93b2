-- The processes that share this database; each counts its row up while it lives. Moments are epoch milliseconds.
create table instances (
    id          varchar(64)  not null primary key,
    started_at  bigint       not null,
    beats       bigint       not null
);

-- Runs and how they ended. What a run put out is in its chunks, each a list of entries by the number of its first one; the last ones
-- are in the run's own row, so that a short answer takes one row in all.
create table runs (
    id          varchar(64)   not null primary key,
    owner       varchar(1024) not null,
    request_id  varchar(255)  not null,
    operation   varchar(64)   not null,
    asked       varchar(1024) not null,
    model       varchar(1024) not null,
    instance    varchar(64)   not null,
    continues   boolean       not null,
    created_at  bigint        not null,
    expires_at  bigint        not null,
    ends_by     bigint        not null,
    state       varchar(16)   not null,
    outcome     text,
    tail_from   bigint        not null,
    tail        text
);

create index runs_expiry on runs (expires_at);

create table run_chunks (
    run_id      varchar(64)  not null,
    first_entry bigint       not null,
    entries     text         not null,
    primary key (run_id, first_entry)
);

-- Wishes of other instances that a run be stopped, taken away by the instance that runs it.
create table run_cancels (
    run_id      varchar(64)  not null primary key,
    instance    varchar(64)  not null,
    created_at  bigint       not null
);
